using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Healing;

/// <summary>The thinnest path through everything: one stack, one container removed, healed, recorded.</summary>
public sealed class FirstHealingTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task A_removed_container_comes_back_and_the_record_says_why()
    {
        var stack = SharedEngine.NewProject("first");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", """
            services:
              web:
                image: plumb/web:1
                command: sleep 600
            """));
        var before = Assert.Single(await scene.ContainersAsync(stack));

        await scene.Engine.DockerAsync("rm", "-f", before.Id);

        await Wait.UntilAsync(
            async () => (await scene.ContainersAsync(stack)).Any(container => container.State == "running" && container.Id != before.Id),
            Scene.Patience,
            () => $"another container running. Plumb's log:\n{scene.Plumb.Log}");
        await scene.SyncedAsync(stack);
        await Wait.UntilAsync(
            async () => (await scene.DecisionsAsync()).Any(decision =>
                decision.Stack == stack && decision.Outcome == "succeeded" && decision.Differences.Any(difference => difference is { Kind: "scale", Service: "web" })),
            Scene.Patience,
            "a decision that names the missing container");
        Assert.Contains("web", await scene.MustAsync("explain", "stack", stack));
    }
}
