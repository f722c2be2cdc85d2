using Plumb.Contracts.Stacks;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Real;

/// <summary>Failures tell the truth and stay alone.</summary>
public sealed class FailureTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task A_service_that_fails_is_named_with_exit_code_and_last_lines_until_it_is_good()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              web: { image: busybox, command: sleep 600 }
              bad: { image: busybox, command: sh -c "for i in 1 2 3; do echo line $$i; done; exit 3" }
            """);
        await stage.RunAsync();
        await Wait.UntilAsync(async () => (await stage.PlanAsync()).Differs, TimeSpan.FromSeconds(10), "its end");
        await stage.RunAsync();
        var web = await stage.IdAsync("web");

        var error = stage.Error();

        Assert.Contains("bad ended with exit code 3", error);
        Assert.Contains("line 1\n  line 2\n  line 3", error);
        Assert.Equal(Health.Unhealthy, (await stage.PlanAsync()).Health);
        stage.File("compose.yaml", "services: { web: { image: busybox, command: sleep 600 }, bad: { image: busybox, command: sleep 600 } }");
        await stage.UpAsync();
        Assert.True(web == await stage.IdAsync("web"), stage.Story());
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_does_not_stop_the_others()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              bad: { image: "registry.invalid/nobody/nothing:1", command: sleep 600 }
              web: { image: busybox, command: sleep 600 }
              front: { image: busybox, command: sleep 600, depends_on: [web] }
              back: { image: busybox, command: sleep 600, depends_on: [bad] }
            """);

        await stage.RunAsync();

        var error = stage.Error();
        Assert.Contains("bad did not come up: its image registry.invalid/nobody/nothing:1 could not be pulled", error);
        Assert.Contains("back did not come up: it waits: bad has no container", error);
        Assert.Equal(2, error.Split('\n').Length);
        Assert.Equal([stage.Name("front"), stage.Name("web")], (await stage.ContainersAsync()).Keys);
    }

    [Fact]
    public async Task A_service_that_cannot_be_started_does_not_stop_the_others()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              bad: { image: busybox, command: /no/such/program }
              one: { image: busybox, command: sleep 600 }
              two: { image: busybox, command: sleep 600 }
            """);

        await stage.RunAsync();

        Assert.Contains("bad", stage.Error());
        Assert.Contains("no such file", stage.Error());
        var containers = await stage.ContainersAsync();
        Assert.All(["one", "two"], service => Assert.Contains("running", containers[stage.Name(service)]));
    }

    [Fact]
    public async Task A_policy_that_asks_for_no_pull_says_so()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, "services: { web: { image: nobody/nothing, pull_policy: never } }");

        await stage.RunAsync();

        Assert.Contains("is not on this host, and its pull policy asks for no pull", stage.Error());
    }

    [Fact]
    public async Task What_waits_for_a_failed_one_shot_is_not_started_and_says_why()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              migrate: { image: busybox, command: sh -c "echo no schema; exit 7" }
              web: { image: busybox, command: sleep 600, depends_on: { migrate: { condition: service_completed_successfully } } }
            """);

        await stage.RunAsync();

        Assert.Contains("migrate ended with exit code 7; its last lines:\n  no schema", stage.Error());
        Assert.Contains("web did not come up: it waits: migrate ended with exit code 7", stage.Error());
    }

    [Theory]
    [InlineData("command: /no/such/program", "job could not be started")]
    [InlineData("command: sleep 600, restart: always", "job never ends: its restart policy is always")]
    [InlineData("command: 'false', restart: on-failure", "job ")]
    public async Task What_can_never_complete_is_not_waited_for(string job, string why)
    {
        await using var stage = await Stage.OnAsync(shared.Engine, $$"""
            services:
              job: { image: busybox, {{job}} }
              web: { image: busybox, command: sleep 600, depends_on: { job: { condition: service_completed_successfully } } }
            """);

        stage.Target = target => target with { Settings = target.Settings with { Health = new() { Timeout = TimeSpan.FromSeconds(2) } } };

        // An apply may take ten minutes, and would.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await stage.RunAsync(patience.Token);

        Assert.Contains($"web did not come up: it waits: {why}", stage.Error());
    }

    [Theory]
    [InlineData("", "nothing to pull")]
    [InlineData(", pull_policy: always", "not every image could be pulled")]
    public async Task An_image_that_is_there_is_asked_of_no_registry_unless_always_is_asked_for(string policy, string said)
    {
        await using var stage = await Stage.OnAsync(shared.Engine, $"services: {{ web: {{ image: 'busybox:latest', command: sleep 600{policy} }} }}");
        stage.Target = target => target with { Settings = target.Settings with { Pull = PullPolicy.Missing } };

        await stage.RunAsync();

        Assert.Contains(said, Assert.IsType<StepOutcome.Succeeded>(Assert.Single(stage.Done, it => it.Step.Action == "pull").Outcome).Note);
        Assert.Contains("running", Assert.Single(await stage.ContainersAsync()).Value);
    }

    [Fact]
    public async Task A_crash_loop_is_not_healthy_and_is_held_by_name()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """services: { web: { image: busybox, command: sh -c "exit 5", restart: always } }""");
        await stage.RunAsync();

        await Wait.UntilAsync(
            async () => (await stage.PlanAsync()).Holds.Any(hold => hold.Reason == HoldReason.NeedsDecision),
            TimeSpan.FromSeconds(40),
            "a crash loop");

        var plan = await stage.PlanAsync();
        Assert.Equal(Health.Unhealthy, plan.Health);
        Assert.Contains("crash loop", Assert.Single(plan.Differences, it => it.Kind == "health").Actual);
        Assert.Contains("web is in a crash loop", plan.Holds[0].Message);
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public async Task A_service_that_is_unhealthy_beyond_its_timeout_is_told()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services: { web: { image: busybox, command: sleep 600, healthcheck: { test: "false", interval: 500ms, retries: 1, start_period: 0s } } }
            """);
        stage.Target = target => target with { Settings = target.Settings with { Health = new() { Timeout = TimeSpan.FromSeconds(2) } } };
        await stage.RunAsync();
        Assert.Equal(Health.Progressing, (await stage.PlanAsync()).Health);

        await Wait.UntilAsync(async () => (await stage.PlanAsync()).Health == Health.Unhealthy, TimeSpan.FromSeconds(20), "unhealthy");

        Assert.Equal(["health"], (await stage.PlanAsync()).Differences.Select(it => it.Kind));
    }

    [Theory]
    [InlineData(RealCompose.Older)]
    [InlineData(RealCompose.Newer)]
    public async Task Other_options_of_a_volume_are_held_and_its_data_is_kept(string version)
    {
        const string before = "services: { db: { image: busybox, command: sleep 600, volumes: ['data:/data'] }, web: { image: busybox, command: sleep 600 } }\nvolumes: { data: {} }";
        await using var stage = await Stage.OnAsync(shared.Engine, before, version);
        await stage.UpAsync();
        await shared.Engine.DockerAsync("exec", stage.Name("db"), "sh", "-c", "echo precious > /data/file");
        var db = await stage.IdAsync("db");

        stage.File("compose.yaml", before.Replace("data: {}", "data: { driver_opts: { type: tmpfs, device: tmpfs } }", StringComparison.Ordinal).Replace("sleep 600 }", "sleep 601 }", StringComparison.Ordinal));
        for (var run = 0; run < 3; run++)
            await stage.RunAsync();

        var plan = await stage.PlanAsync();
        Assert.Contains($"{stage.Project}_data", Assert.Single(plan.Holds).Message);
        Assert.Equal(HoldReason.NeedsDecision, plan.Holds[0].Reason);
        Assert.Empty(plan.Steps);
        Assert.Equal(db, await stage.IdAsync("db"));
        Assert.Equal("precious", await stage.ReadAsync("db", "/data/file"));
        Assert.Equal("sleep 601", await shared.Engine.DockerAsync("inspect", "-f", "{{join .Config.Cmd \" \"}}", stage.Name("web")));
        await shared.Engine.DockerAsync("rm", "-f", stage.Name("db"));
        await stage.RunAsync();
        Assert.Equal("precious", await stage.ReadAsync("db", "/data/file"));
    }
}
