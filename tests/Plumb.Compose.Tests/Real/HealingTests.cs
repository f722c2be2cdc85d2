using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Real;

/// <summary>Whatever happens to a stack is named, repaired, and nothing else is touched.</summary>
public sealed class HealingTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Stack = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
            mem_limit: 64m
          db:
            image: busybox
            command: sleep 600
        """;

    [Theory]
    [InlineData("rm -f", "scale")]
    [InlineData("stop", "state")]
    [InlineData("kill", "state")]
    [InlineData("pause", "state")]
    [InlineData("update --cpus 0.5", "settings")]
    [InlineData("network disconnect", "settings")]
    public async Task What_somebody_does_to_a_container_is_named_and_repaired(string command, string kind)
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Stack);
        await stage.UpAsync();
        var db = await stage.IdAsync("db");
        string[] network = command.StartsWith("network", StringComparison.Ordinal) ? [$"{stage.Project}_default"] : [];
        await shared.Engine.DockerAsync([.. command.Split(' '), .. network, stage.Name("web")]);
        await stage.RestartAsync();

        var plan = await stage.PlanAsync();

        Assert.Equal([kind], plan.Differences.Select(it => it.Kind).Distinct());
        Assert.All(plan.Differences, it => Assert.Equal("web", it.Service));
        await stage.UpAsync();
        await stage.StaysQuietAsync();
        Assert.Equal(db, await stage.IdAsync("db"));
    }

    [Theory]
    [InlineData("--memory 32m --memory-swap 32m")]
    [InlineData("--pids-limit 7")]
    [InlineData("--restart always")]
    public async Task Limits_that_somebody_changed_are_put_back_while_the_container_runs_on(string changed)
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Stack);
        await stage.UpAsync();
        var before = await stage.ContainersAsync();
        await shared.Engine.DockerAsync(["update", .. changed.Split(' '), stage.Name("web")]);
        await stage.RestartAsync();

        Assert.All((await stage.PlanAsync()).Differences, it => Assert.Equal(("settings", "web"), (it.Kind, it.Service)));
        await stage.UpAsync();

        Assert.Equal(before, await stage.ContainersAsync());
        await stage.StaysQuietAsync();
    }

    [Fact]
    public async Task Where_the_engine_refuses_other_limits_the_service_is_made_anew()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Stack);
        await stage.UpAsync();
        var (web, db) = (await stage.IdAsync("web"), await stage.IdAsync("db"));
        var spec = await stage.SpecAsync();
        var step = new ComposeStep.Update([new(web, "web", new() { Memory = 1 })]) { Action = "update", World = ComposeStep.Engine, Changes = "", Why = "" };

        var outcome = await stage.Driver.Executor.ExecuteAsync(spec.Id, spec, step, default);

        Assert.Contains("made anew: web: ", Assert.IsType<StepOutcome.Succeeded>(outcome).Note);
        Assert.NotEqual(web, await stage.IdAsync("web"));
        Assert.Equal(db, await stage.IdAsync("db"));
        await stage.StaysQuietAsync();
    }

    [Fact]
    public async Task A_container_made_by_hand_in_our_services_place_is_replaced()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Stack);
        await stage.UpAsync();
        await shared.Engine.DockerAsync("rm", "-f", stage.Name("web"));
        await MakeByHandAsync(stage, "web", stage.Name("web"));

        Assert.Equal(["replaced"], (await stage.PlanAsync()).Differences.Select(it => it.Kind));
        await stage.UpAsync();

        Assert.Equal("here", await stage.LabelAsync("web", "io.plumb.instance"));
        await stage.StaysQuietAsync();
    }

    [Fact]
    public async Task Also_when_it_is_the_only_one()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, "services: { web: { image: busybox, command: sleep 600 } }");
        await stage.UpAsync();
        await shared.Engine.DockerAsync("rm", "-f", stage.Name("web"));
        await MakeByHandAsync(stage, "web", stage.Name("web"));

        Assert.Equal(["replaced"], (await stage.PlanAsync()).Differences.Select(it => it.Kind));
        await stage.UpAsync();
    }

    [Fact]
    public async Task A_service_added_by_hand_is_told_and_left_alone()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Stack);
        await stage.UpAsync();
        await MakeByHandAsync(stage, "extra", $"{stage.Project}-extra-1");
        await shared.Engine.DockerAsync("stop", stage.Name("web"));

        await stage.UpAsync();

        var difference = Assert.Single((await stage.PlanAsync()).Differences);
        Assert.Equal(("foreign", "extra", true), (difference.Kind, difference.Service, difference.OnlyTold));
        Assert.Contains("running", (await stage.ContainersAsync())[$"{stage.Project}-extra-1"]);
    }

    [Fact]
    public async Task A_stack_half_up_is_completed()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, Stack);
        await RealCompose.RunAsync(shared.Engine, Stack, ["-p", SharedEngine.NewProject("other"), "create"]);
        await stage.UpAsync();
        await shared.Engine.DockerAsync("rm", "-f", stage.Name("web"), stage.Name("db"));

        Assert.Equal(["scale", "scale"], (await stage.PlanAsync()).Differences.Select(it => it.Kind));
        await stage.UpAsync();
        await stage.StaysQuietAsync();
    }

    [Fact]
    public async Task A_network_that_is_gone_is_made_again_with_its_users()
    {
        await using var stage = await Stage.OnAsync(shared.Engine, """
            services:
              web: { image: busybox, command: sleep 600, networks: [back] }
              db: { image: busybox, command: sleep 600 }
            networks: { back: {} }
            """);
        await stage.UpAsync();
        var db = await stage.IdAsync("db");
        await shared.Engine.DockerAsync("network", "disconnect", "-f", $"{stage.Project}_back", stage.Name("web"));
        await shared.Engine.DockerAsync("network", "rm", $"{stage.Project}_back");

        Assert.Contains("resource", (await stage.PlanAsync()).Differences.Select(it => it.Kind));
        await stage.UpAsync();
        Assert.Equal(db, await stage.IdAsync("db"));
        await stage.StaysQuietAsync();
    }

    private async Task MakeByHandAsync(Stage stage, string service, string name) => await shared.Engine.DockerAsync(
        "run", "-d", "--name", name, "--label", $"com.docker.compose.project={stage.Project}", "--label", $"com.docker.compose.service={service}",
        "busybox", "sleep", "600");
}
