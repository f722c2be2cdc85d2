using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Rolling;

/// <summary><c>rollbackOnFailure</c>: a commit that fails leaves the stack as it was last good, and the commit that mends it is applied by itself.</summary>
public sealed class OnFailureTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Settings = "rollbackOnFailure: true\nhealth: { timeout: 2s }\n";

    // No registry can be reached: that is tried three times before it is held against the commit, and the waits between are no matter here.
    private static readonly string[] Impatient = ["--ladder.base", "100ms"];

    [Fact]
    public async Task A_bad_image_brings_the_last_good_object_back_whole_and_it_heals_and_stays_until_a_commit_mends_it()
    {
        var stack = SharedEngine.NewProject("badimage");
        await using var scene = await Scene.CreateAsync(
            shared.Engine, ($"{stack}/compose.yaml", Model("600")), ($"{stack}/page.txt", "the good page\n"), ($"{stack}/plumb.stack.yaml", Settings + "variables: { MARK: good }\n"));
        var good = await scene.Repo.HeadAsync();
        await scene.StartAsync(Impatient);
        await scene.SyncedAsync(stack);

        // One service comes up in its new form before the other one is known to fail.
        await scene.CommitAsync(
            "bad",
            ($"{stack}/compose.yaml", Model("700") + $"\n  extra:\n    image: nobody/nothing:1\n  more:\n    image: plumb/web:1\n    command: sleep 600\n"),
            ($"{stack}/page.txt", "the bad page\n"),
            ($"{stack}/plumb.stack.yaml", Settings + "variables: { MARK: bad }\n"));
        await RolledBackAsync(scene, stack, good);
        await IsGoodAsync(scene, stack);
        var alert = Assert.Single(await scene.AlertsAsync(), it => it.State == "firing");
        Assert.Contains("nobody/nothing:1", alert.Summary, StringComparison.Ordinal);
        Assert.Contains("RolledBack", await scene.MustAsync("explain", "stack", stack), StringComparison.Ordinal);
        Assert.Contains("RolledBack", await scene.MustAsync("describe", "stack", stack), StringComparison.Ordinal);

        await shared.Engine.DockerAsync("rm", "-f", $"{stack}-web-1");
        await Wait.UntilAsync(async () => (await scene.ContainersAsync(stack)).Count == 1, Scene.Patience, "the container again");
        await RolledBackAsync(scene, stack, good);
        await IsGoodAsync(scene, stack);

        await scene.Plumb.KillAsync();
        await scene.StartAsync(Impatient);
        await scene.LookedAgainAsync(stack);
        await RolledBackAsync(scene, stack, good);
        await IsGoodAsync(scene, stack);
        Assert.Equal(alert.Id, Assert.Single(await scene.AlertsAsync(), it => it.State == "firing").Id);

        var mended = await scene.SyncedAsync(stack, await scene.CommitAsync("mended", ($"{stack}/compose.yaml", Model("800"))));
        Assert.Empty(mended.Holds);
        Assert.Equal("800", (await scene.ContainersAsync(stack)).Single(it => it.Service == "web").Inspected["Config"]!["Cmd"]!.AsArray()[^1]!.GetValue<string>());
        await Wait.UntilAsync(async () => (await scene.AlertsAsync()).All(it => it.State == "resolved"), Scene.Patience, "every alert resolved");
    }

    [Fact]
    public async Task A_failing_health_check_goes_back_by_itself_though_changes_wait_for_a_person()
    {
        var stack = SharedEngine.NewProject("badhealth");
        await using var scene = await Scene.CreateAsync(
            shared.Engine, ($"{stack}/compose.yaml", Checked("true")), ($"{stack}/plumb.stack.yaml", Settings + "driftPolicy: flag\n"));
        await scene.StartAsync();
        await scene.AwaitsAsync(stack);
        await scene.MustAsync("ack", stack);
        var good = await scene.Repo.HeadAsync();
        await scene.StackAsync(stack, view => view is { Record.Status: StackStatus.Synced, Health: "healthy" }, "healthy");

        await scene.CommitAsync("bad", ($"{stack}/compose.yaml", Checked("false")));
        await scene.AwaitsAsync(stack, "inputs");
        await scene.MustAsync("ack", stack);
        var held = await RolledBackAsync(scene, stack, good);

        Assert.Contains("unhealthy", held.Holds[0].Message, StringComparison.Ordinal);
        Assert.Equal("true", Assert.Single(await scene.ContainersAsync(stack)).Inspected["Config"]!["Healthcheck"]!["Test"]![1]!.GetValue<string>());
        Assert.Contains(await scene.AlertsAsync(), it => it.State == "firing" && it.Key.StartsWith("rolledBack:", StringComparison.Ordinal));

        // Back where it was, what happens to it waits for a person as ever.
        await scene.StackAsync(stack, view => view.Health == "healthy", "healthy");
        await scene.LookedAgainAsync(stack);
        await shared.Engine.DockerAsync("rm", "-f", $"{stack}-web-1");
        await scene.AwaitsAsync(stack, "scale");
    }

    [Fact]
    public async Task A_crash_loop_goes_back_and_a_first_deploy_that_fails_has_nothing_to_go_back_to()
    {
        var (stack, first) = (SharedEngine.NewProject("crashloop"), SharedEngine.NewProject("firstloop"));
        await using var scene = await Scene.CreateAsync(
            shared.Engine,
            ($"{stack}/compose.yaml", Looping("sleep 600")), ($"{stack}/plumb.stack.yaml", Settings),
            ($"{first}/compose.yaml", Looping("sleep 0.3; exit 3")), ($"{first}/plumb.stack.yaml", Settings));
        await scene.StartAsync();
        await scene.SyncedAsync(stack);
        var good = await scene.Repo.HeadAsync();

        await scene.CommitAsync("bad", ($"{stack}/compose.yaml", Looping("sleep 0.3; exit 3")));
        var held = await RolledBackAsync(scene, stack, good);

        Assert.Contains("crash loop", held.Holds[0].Message, StringComparison.Ordinal);
        Assert.Equal("sleep 600", Assert.Single(await scene.ContainersAsync(stack)).Inspected["Config"]!["Cmd"]!.AsArray()[^1]!.GetValue<string>());
        var simply = await scene.StackAsync(first, view => view.Record.Status == StackStatus.Failed && view.Health == "unhealthy", "failed and unhealthy");
        Assert.DoesNotContain(simply.Holds, hold => hold.Reason == "RolledBack");
    }

    private static string Model(string seconds) => $$"""
        services:
          web:
            image: plumb/web:1
            stop_signal: SIGKILL
            command: sleep {{seconds}}
            environment: { MARK: "${MARK}" }
            volumes: ["./page.txt:/page.txt:ro"]
        """;

    private static string Checked(string test) => $$"""
        services:
          web:
            image: plumb/web:1
            stop_signal: SIGKILL
            command: sleep 600
            healthcheck: { test: ["CMD", "{{test}}"], interval: 500ms, retries: 1 }
        """;

    private static string Looping(string script) => $$"""
        services:
          web:
            image: plumb/web:1
            stop_signal: SIGKILL
            command: ["sh", "-c", "{{script}}"]
            restart: always
        """;

    /// <summary>Waits until it is as the good commit says, and the newer one is held.</summary>
    private static Task<StackView> RolledBackAsync(Scene scene, string stack, string good) => scene.StackAsync(
        stack,
        view => view is { Record: { Status: StackStatus.Failed, Held: "RolledBack" }, Differences.Count: 0 } && view.Record.SyncedRevision == good && view.Revision != good,
        $"rolled back to {good}");

    private static async Task IsGoodAsync(Scene scene, string stack)
    {
        var web = Assert.Single(await scene.ContainersAsync(stack));
        Assert.Equal(("running", "600"), (web.State, web.Inspected["Config"]!["Cmd"]!.AsArray()[^1]!.GetValue<string>()));
        Assert.Contains("MARK=good", web.Inspected["Config"]!["Env"]!.AsArray().Select(entry => entry!.GetValue<string>()));
        Assert.Contains("the good page", (await scene.Engine.DockerAsync("exec", web.Id, "cat", "/page.txt")).ToString(), StringComparison.Ordinal);
    }
}
