using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Healing;

/// <summary>With <c>--hints off</c> nothing tells Plumb that something happened: the sweep alone finds it.</summary>
public sealed class HintsOffTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = """
        services:
          killed: { image: "plumb/web:1", command: sleep 600 }
          paused: { image: "plumb/web:1", command: sleep 600 }
          removed: { image: "plumb/web:1", command: sleep 600 }
          stopped: { image: "plumb/web:1", command: sleep 600 }
        """;

    private const string Limited = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
            mem_limit: 64m
        """;

    [Fact]
    public async Task The_next_sweep_repairs_whatever_happened()
    {
        var stack = SharedEngine.NewProject("unhinted");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        await scene.StartAsync(["--hints", "off", "--interval", "5s"]);
        await scene.SyncedAsync(stack);

        foreach (var (verb, service) in (IEnumerable<(string, string)>)[("kill", "killed"), ("pause", "paused"), ("stop", "stopped")])
            await scene.Engine.DockerAsync([verb, .. verb == "stop" ? ["-t", "0"] : Array.Empty<string>(), $"{stack}-{service}-1"]);
        await scene.Engine.DockerAsync("rm", "-f", $"{stack}-removed-1");
        var broken = await scene.SweepsAsync();
        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(stack) is { Count: 4 } now && now.All(container => container.State == "running"),
            Scene.Patience,
            () => $"all four running. Its log:\n{scene.Plumb.Log}");

        // At most: one that had begun when the last thing happened, the one that sees it, and one beside the repair.
        Assert.InRange(await scene.SweepsAsync() - broken, 0, 3);
        await scene.SyncedAsync(stack);
        var decision = (await scene.DecisionsAsync()).First(decision => decision is { Outcome: "succeeded", Differences.Count: > 0 });
        Assert.Equal("sweep", decision.Cause);
    }

    [Fact]
    public async Task Changed_limits_are_repaired_when_their_turn_in_the_deep_interval_comes()
    {
        var stack = SharedEngine.NewProject("deep");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Limited));
        await scene.StartAsync(["--hints", "off", "--interval", "1s", "--deep-interval", "3s"]);
        await scene.SyncedAsync(stack);

        await scene.Engine.DockerAsync("update", "--memory", "128m", "--memory-swap", "256m", $"{stack}-web-1");
        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(stack) is [{ State: "running" } web] && web.Inspected["HostConfig"]!["Memory"]!.GetValue<long>() == 64 * 1024 * 1024,
            Scene.Patience,
            () => $"the limit as it should be. Its log:\n{scene.Plumb.Log}");

        await scene.SyncedAsync(stack);
        Assert.Contains(await scene.DecisionsAsync(), decision => decision is { Cause: "sweep", Outcome: "succeeded" } && decision.Differences.Any(difference => difference.Kind == "settings"));
    }
}
