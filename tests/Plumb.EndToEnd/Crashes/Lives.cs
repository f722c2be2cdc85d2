using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>Lives that together pass every failpoint there is.</summary>
internal static class Lives
{
    private const string Plain = """
        services:
          one:
            image: plumb/web:1
            command: sleep 600
            environment: { GENERATION: "1" }
          two:
            image: plumb/web:1
            command: sleep 600
        """;

    private const string Thrice = """
        services:
          one:
            image: plumb/web:1
            command: sleep 600
            scale: 3
        """;

    private static readonly string Second = Plain.Replace("\"1\"", "\"2\"", StringComparison.Ordinal);

    private static readonly string[] Both = ["one:running", "two:running"];

    public static IReadOnlyList<Life> All { get; } =
    [
        new()
        {
            Through =
            [
                "agent.target.before-save", "agent.target.after-save", "agent.content.before-save", "agent.step.before", "agent.step.after",
                "agent.decision.before-outbox", "agent.decision.after-outbox", "agent.good.before-save", "agent.good.after-save",
                "layout.before-journal", "layout.after-journal", "layout.after-file", "layout.before-record", "layout.after-record",
                "compose.layout.before", "compose.layout.after", "compose.pull.before", "compose.pull.after", "compose.up.before", "compose.up.after",
                "compose.verify.before", "compose.verify.after",
            ],
            Model = Plain,
            End = Both,
        },
        new()
        {
            Through = ["compose.build.before", "compose.build.after"],
            Model = """
                services:
                  one:
                    build: ./image
                    command: sleep 600
                """,
            Files = [("image/Dockerfile", "FROM plumb/web:1\nCOPY made.txt /made.txt\n"), ("image/made.txt", "built here\n")],
            End = ["one:running"],
        },
        new()
        {
            Through = ["compose.await.before", "compose.await.after"],
            Model = """
                services:
                  one:
                    image: plumb/web:1
                    command: sleep 600
                    depends_on: { two: { condition: service_healthy } }
                  two:
                    image: plumb/web:1
                    command: sleep 600
                    healthcheck: { test: ["CMD", "true"], interval: 1s }
                """,
            End = Both,
        },
        new()
        {
            // One is made anew, two only has to run again, in one apply.
            Through = ["compose.up.between"],
            Model = Plain,
            Act = static async (scene, stack) =>
            {
                await scene.CliAsync("suspend", stack);
                await scene.Engine.DockerAsync("rm", "-f", $"{stack}-two-1");
                var revision = await scene.CommitAsync("one changed", ($"{stack}/compose.yaml", Plain.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)));
                await scene.StackAsync(stack, view => view.Differences.Any(it => it.Kind == "inputs") && view.Differences.Any(it => it.Kind == "scale"), $"changed by {revision} and broken");
                await scene.CliAsync("resume", stack);
            },
            End = Both,
        },
        new()
        {
            // As a Compose that was killed leaves it.
            Through = ["compose.rename.before", "compose.rename.after"],
            Model = Plain,
            Act = static (scene, stack) => scene.Engine.DockerAsync("rename", $"{stack}-two-1", $"0123456789ab_{stack}-two-1"),
            End = Both,
        },
        new()
        {
            Through = ["compose.unpause.before", "compose.unpause.after"],
            Model = Plain,
            Act = static (scene, stack) => scene.Engine.DockerAsync("pause", $"{stack}-two-1"),
            End = Both,
        },
        new()
        {
            Through = ["compose.update.before", "compose.update.after"],
            Model = Plain.Replace("\"1\" }", "\"1\" }\n    mem_limit: 64m", StringComparison.Ordinal),
            Act = static (scene, stack) => scene.Engine.DockerAsync("update", "--memory", "128m", "--memory-swap", "256m", $"{stack}-one-1"),
            After = static (scene, stack) => Wait.UntilAsync(
                async () => (await scene.ContainersAsync(stack)).First(it => it.Service == "one").Inspected["HostConfig"]!["Memory"]!.GetValue<long>() == 64L * 1024 * 1024,
                Scene.Patience,
                () => $"the limit as it should be. Its log:\n{scene.Plumb.Log}"),
            End = Both,
        },
        new()
        {
            Through = ["refresh.look-up.after"],
            Model = Plain,
            End = Both,
        },
        new()
        {
            // The second refresh, which changes one stack, brings another and takes away a third: of that, all or nothing.
            Through = ["refresh.fetch.after", "refresh.complete.before", "refresh.complete.after", "refresh.record.after"],
            Passing = 2,
            Model = Plain,
            Before = static (scene, stack) => scene.CommitAsync("a second one", ($"{stack}-leaves/compose.yaml", Plain)),
            Act = ChangeAsync,
            After = ChangedAsync,
            End = Both,
        },
        new()
        {
            // The first refresh published two stacks; the second has published one of two.
            Through = ["refresh.publish.between"],
            Passing = 3,
            Model = Plain,
            Before = static (scene, stack) => scene.CommitAsync("a second one", ($"{stack}-leaves/compose.yaml", Plain)),
            Act = ChangeAsync,
            After = ChangedAsync,
            End = Both,
        },
        new()
        {
            Through = ["compose.stop.before", "compose.stop.after"],
            Model = Plain,
            Act = static (scene, stack) => scene.CliAsync("stop", stack),
            End = ["one:exited", "two:exited"],
        },
        new()
        {
            Through = ["compose.remove.before", "compose.remove.between", "compose.remove.after"],
            Model = Thrice,
            Act = static (scene, stack) => scene.CommitAsync("fewer", ($"{stack}/compose.yaml", Thrice.Replace("scale: 3", "scale: 1", StringComparison.Ordinal))),
            End = ["one:running"],
        },
        new()
        {
            Through = ["compose.adopt.before", "compose.adopt.after"],
            Model = Plain,
            Before = static async (scene, stack) =>
            {
                var up = await RealCompose.RunAsync(scene.Engine, Plain, ["-p", stack, "up", "-d"]);
                Assert.True(up.ExitCode == 0, up.ToString());
            },
            IsUp = static async (scene, stack) => await scene.StackAsync(stack) is { Record.Held: "NotOurs" },
            Act = static (scene, stack) => scene.CliAsync("adopt", stack),
            End = Both,
        },
        new()
        {
            Through = ["layout.before-delete", "layout.after-delete"],
            Model = Plain,
            Files = [("page.html", "a page\n")],
            Act = static (scene, stack) =>
            {
                scene.Repo.Delete($"{stack}/page.html");
                return scene.CommitAsync("without a page");
            },
            End = Both,
        },
        new()
        {
            // A failure is kept; what was wrong is mended while Plumb is not there.
            Through = ["agent.memory.before-save", "agent.memory.after-save"],
            Model = Plain.Replace("plumb/web:1", "nobody/nothing:1", StringComparison.Ordinal),
            Meanwhile = static (scene, stack) => scene.CommitAsync("an image that there is", ($"{stack}/compose.yaml", Plain)),
            End = Both,
        },
        new()
        {
            // A commit fails and is given up; the one that mends it comes while Plumb is not there.
            Through = ["agent.rollback.before-save", "agent.rollback.after-save"],
            Model = Plain,
            Files = [("plumb.stack.yaml", "rollbackOnFailure: true\npull: never\n")],
            Act = static (scene, stack) => scene.CommitAsync("bad", ($"{stack}/compose.yaml", Plain.Replace("web:1", "nothing:1", StringComparison.Ordinal))),
            Meanwhile = static (scene, stack) => scene.CommitAsync("mended", ($"{stack}/compose.yaml", Plain)),
            End = Both,
        },
        new()
        {
            Through = ["compose.down.before", "compose.down.after"],
            Model = Plain,
            Act = LeaveAsync,
            End = [],
        },
        new()
        {
            Through = ["agent.target.after-removals"],
            Passing = 2,
            Model = Plain,
            Act = LeaveAsync,
            End = [],
        },
    ];

    /// <summary>All failpoints, in parts of about the same size.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Failpoints)> Parts { get; } =
    [
        .. from failpoint in All.SelectMany(life => life.Through)
           group failpoint by PartOf(failpoint) into part
           select (part.Key, (IReadOnlyList<string>)[.. part.Order(StringComparer.Ordinal)]),
    ];

    private static string PartOf(string failpoint) => failpoint.Split('.') switch
    {
        ["agent", ..] => "agent",
        ["layout" or "refresh", ..] => "layout",
        ["compose", "adopt" or "await" or "build" or "layout" or "pull" or "up" or "verify", ..] => "apply",
        _ => "change",
    };

    private static Task ChangeAsync(Scene scene, string stack)
    {
        scene.Repo.Delete($"{stack}-leaves");
        return scene.CommitAsync("much at once", ($"{stack}/compose.yaml", Second), ($"{stack}-comes/compose.yaml", Plain));
    }

    private static async Task ChangedAsync(Scene scene, string stack)
    {
        var revision = await scene.Repo.HeadAsync();
        await scene.SyncedAsync(stack, revision);
        await scene.SyncedAsync($"{stack}-comes", revision);
        await scene.GoneAsync($"{stack}-leaves");
        Assert.Contains("GENERATION=2", (await scene.ContainersAsync(stack)).First(it => it.Service == "one").Inspected["Config"]!["Env"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static Task LeaveAsync(Scene scene, string stack)
    {
        // Another one stays: a directory with no stack at all is an error, never "no stacks".
        scene.Repo.Delete(stack);
        return scene.CommitAsync("it leaves", ($"{stack}-other/compose.yaml", Plain));
    }
}
