using System.Globalization;
using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>
/// Plumb dies as by <c>kill -9</c> at each step boundary of a way back, one after the other: each death leaves the rest of the way to be gone, and it is
/// gone to its end. Longer than others, for Plumb is started a dozen times.
/// </summary>
public sealed class RollbackCrashTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Settings = "rollbackOnFailure: true\npull: never\n";

    // Before the first step, and between any two, in the order in which they are passed. Dying at one, the next is still ahead.
    private static readonly string[] OnTheWay = ["compose.layout.before", "compose.layout.after", "compose.pull.after", "compose.up.after"];

    [Fact]
    public async Task A_rollback_on_failure_goes_its_way_to_the_end_wherever_it_is_killed()
    {
        var stack = SharedEngine.NewProject("failkill");
        await using var scene = await Scene.SyncedAsync(
            shared.Engine, ($"{stack}/compose.yaml", Model(600)), ($"{stack}/page.txt", "good\n"), ($"{stack}/plumb.stack.yaml", Settings));

        await DiesAsync(scene, "agent.rollback.before-save", () => BreakAsync(scene, stack, 700));
        foreach (var failpoint in (string[])["agent.rollback.after-save", .. OnTheWay])
            await DiesAsync(scene, failpoint);
        await scene.StartAsync();
        await BackAsync(scene, stack);

        // Nothing differs any more after the last step, so that has a way of its own: it is passed after the one of the apply that fails.
        await DiesAsync(scene, "compose.verify.after:2", () => BreakAsync(scene, stack, 710));
        await scene.StartAsync();
        await BackAsync(scene, stack);
        await scene.SyncedAsync(stack, await scene.CommitAsync("mended", ($"{stack}/compose.yaml", Model(800))));
    }

    [Fact]
    public async Task A_rollback_by_hand_goes_its_way_to_the_end_wherever_it_is_killed()
    {
        var stack = SharedEngine.NewProject("pinkill");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model(600)), ($"{stack}/page.txt", "good\n"));
        var first = await scene.Repo.HeadAsync();
        var second = await scene.CommitAsync("second", ($"{stack}/compose.yaml", Model(700)), ($"{stack}/page.txt", "second\n"));
        await scene.SyncedAsync(stack, second);
        var history = JsonSerializer.Deserialize(await scene.MustAsync("history", stack, "-o", "json"), PlumbJson.Default.PageDeploymentObjectView)!.Items;
        var (newest, old) = (Text(history[0].Sequence), Text(history[1].Sequence));

        await DiesAsync(scene, "agent.target.before-save", () => scene.CliAsync("rollback", stack, "--to", old));
        foreach (var failpoint in (string[])["agent.target.after-save", .. OnTheWay])
            await DiesAsync(scene, failpoint);
        await IsAsync(scene, stack, first, 600, "good");

        // And forth again, for what is passed when nothing differs any more.
        await DiesAsync(scene, "compose.verify.after", () => scene.CliAsync("rollback", stack, "--to", newest));
        await IsAsync(scene, stack, second, 700, "second");
    }

    private static string Model(int seconds) => $"""
        services:
          web:
            image: plumb/web:1
            stop_signal: SIGKILL
            command: sleep {seconds}
            volumes: ["./page.txt:/page.txt:ro"]
        """;

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    private static Task<string> BreakAsync(Scene scene, string stack, int seconds) => scene.CommitAsync(
        "bad", ($"{stack}/compose.yaml", Model(seconds) + "\n  extra:\n    image: nobody/nothing:1\n"), ($"{stack}/page.txt", $"bad {seconds}\n"));

    private static async Task DiesAsync(Scene scene, string failpoint, Func<Task>? act = null)
    {
        await scene.StartAsync(failpoint: failpoint.Contains(':', StringComparison.Ordinal) ? failpoint : failpoint + ":1");
        if (act is not null)
            await act();
        await Wait.UntilAsync(() => scene.Plumb.Ended, Scene.Patience, () => $"its end at {failpoint}. Its log:\n{scene.Plumb.Log}");
        await scene.NoComposeProcessAsync();
    }

    private static async Task BackAsync(Scene scene, string stack)
    {
        await scene.StackAsync(stack, view => view is { Record.Held: "RolledBack", Differences.Count: 0, Health: "healthy" }, "rolled back");
        await HasAsync(scene, stack, 600, "good");
    }

    private static async Task IsAsync(Scene scene, string stack, string revision, int seconds, string page)
    {
        await scene.StartAsync();
        await scene.SyncedAsync(stack, revision);
        await HasAsync(scene, stack, seconds, page);
    }

    private static async Task HasAsync(Scene scene, string stack, int seconds, string page)
    {
        var web = Assert.Single(await scene.ContainersAsync(stack));
        Assert.Equal(("running", $"{seconds}"), (web.State, web.Inspected["Config"]!["Cmd"]!.AsArray()[^1]!.GetValue<string>()));
        Assert.Equal(page, (await scene.Engine.DockerAsync("exec", web.Id, "cat", "/page.txt")).Trim());
    }
}
