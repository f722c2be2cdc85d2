using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Failing;

/// <summary>The ladder and the breaker once for real; the simulation and the kernel's tests hold their numbers.</summary>
public sealed class LadderTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Unpullable = """
        services:
          web:
            image: nobody/nothing:1
        """;

    [Fact]
    public async Task The_third_failure_and_the_fifth_alert_once_each_and_the_fifth_blocks_until_unblocked()
    {
        var stack = SharedEngine.NewProject("ladder");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Unpullable));
        await scene.StartAsync();

        for (var count = 1; count <= 5; count++)
        {
            await CountedAsync(scene, stack, count);
            await FiringAsync(scene, stack, count switch { < 3 => [], < 5 => ["failing"], _ => ["blocked", "failing"] });
            if (count < 5)
                await scene.MustAsync("sync", stack);
        }

        await scene.StackAsync(stack, IsBlocked, "blocked");
        var tried = (await scene.DecisionsAsync()).Count(decision => decision.Stack == stack && decision.Outcome == "failed");
        await scene.LookedAgainAsync(stack);
        Assert.Equal(tried, (await scene.DecisionsAsync()).Count(decision => decision.Stack == stack && decision.Outcome == "failed"));

        await scene.Engine.DockerAsync("tag", "plumb/web:1", "nobody/nothing:1");
        try
        {
            await scene.MustAsync("unblock", "stack", stack);
            await scene.StackAsync(stack, view => view.Failures.Count == 0 && !IsBlocked(view), "unblocked and applied");
            await Wait.UntilAsync(
                async () => (await scene.AlertsAsync()).All(alert => alert.Stack != stack || alert.State == "resolved"),
                Scene.Patience,
                "the alert resolved");
        }
        finally
        {
            await scene.Engine.DockerAsync("rmi", "-f", "nobody/nothing:1");
        }
    }

    [Fact]
    public async Task Ten_failed_steps_open_the_breaker_and_a_reset_closes_it()
    {
        var prefix = SharedEngine.NewProject("breaker");
        var good = prefix + "-good";
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{good}/compose.yaml", Unpullable.Replace("nobody/nothing:1", "plumb/web:1", StringComparison.Ordinal) + "\n    command: sleep 600\n"));

        await scene.CommitAsync("many broken ones", [.. Enumerable.Range(0, 10).Select(at => ($"{prefix}-{at}/compose.yaml", Unpullable))]);
        await WorldAsync(scene, "open");
        await scene.Engine.DockerAsync("rm", "-f", (await scene.ContainersAsync(good))[0].Id);

        await scene.StackAsync(good, view => view.Holds.Any(hold => hold.Reason == "BreakerOpen"), "seen as broken, and held BreakerOpen");
        Assert.Empty(await scene.ContainersAsync(good));
        Assert.Single(await scene.AlertsAsync(), alert => alert is { State: "firing", Stack: null });

        for (var at = 0; at < 10; at++)
            await scene.MustAsync("suspend", $"{prefix}-{at}");
        await scene.MustAsync("breaker", "reset");
        await scene.SyncedAsync(good);
        await WorldAsync(scene, "closed");
    }

    // One alert for each rung that tells a human: the third failure, and the block at the fifth.
    private static async Task FiringAsync(Scene scene, string stack, string[] kinds)
    {
        var firing = new List<string>();
        await Wait.UntilAsync(
            async () => (firing = [.. (await scene.AlertsAsync()).Where(alert => alert is { State: "firing" } && alert.Stack == stack).Select(alert => alert.Key.Split(':')[0]).Order(StringComparer.Ordinal)]).SequenceEqual(kinds),
            TimeSpan.FromSeconds(10),
            () => $"the alerts [{string.Join(", ", kinds)}]; firing are [{string.Join(", ", firing)}]");
    }

    private static bool IsBlocked(StackView view) => view.Holds.Any(hold => hold.Reason == "Blocked");

    private static Task<StackView> CountedAsync(Scene scene, string stack, int count) =>
        scene.StackAsync(stack, view => view.Failures.Any(failure => failure.Count == count), $"failed {count} times");

    private static Task WorldAsync(Scene scene, string breaker) => Wait.UntilAsync(
        async () => (await scene.AgentsAsync()).Single().Worlds.Any(world => world.World == "compose:engine" && world.Breaker == breaker),
        Scene.Patience,
        () => $"the breaker {breaker}. Plumb's log:\n{scene.Plumb.Log}");
}
