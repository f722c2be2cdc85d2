using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>The engine goes, and comes back. Each test has an engine of its own.</summary>
public sealed class EngineTests
{
    [Fact]
    public async Task Killed_during_an_apply_it_converges_when_it_is_back()
    {
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        const string stack = "killed";
        await using var scene = await Scene.CreateAsync(engine, ($"{stack}/compose.yaml", Services(12)));
        await scene.StartAsync();
        await Wait.UntilAsync(async () => (await scene.ContainersAsync(stack)).Count > 0, Scene.Patience, () => $"the first container. Its log:\n{scene.Plumb.Log}");

        await engine.KillAsync();
        await engine.StartAsync();

        await scene.SyncedAsync(stack);
        var containers = await scene.ContainersAsync(stack);
        Assert.Equal(12, containers.Count);
        Assert.All(containers, container => Assert.Equal("running", container.State));
        Assert.All(await scene.DecisionsAsync(), decision => Assert.NotEqual("held", decision.Outcome));
        await scene.NoComposeProcessAsync();
    }

    [Fact]
    public async Task Stopped_for_a_minute_it_is_one_condition_and_one_alert_and_no_stack_has_failed()
    {
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        await using var scene = await Scene.SyncedAsync(engine, ("one/compose.yaml", Services(1)), ("two/compose.yaml", Services(1)));

        await engine.StopAsync();
        var stopped = Stopwatch.StartNew();
        await Wait.UntilAsync(
            async () => (await scene.AlertsAsync()).Any(alert => alert is { State: "firing", Stack: null }),
            Scene.Patience,
            () => $"an alert about the engine. Its log:\n{scene.Plumb.Log}");
        await Wait.UntilAsync(() => stopped.Elapsed > TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), "a minute without the engine");
        var during = await scene.RecordsAsync();
        var alerts = await scene.AlertsAsync();
        var world = Assert.Single((await scene.AgentsAsync()).Single().Worlds, world => world.WhyUnreachable is not null);
        await engine.StartAsync();

        Assert.Equal("compose:engine", world.World);
        Assert.Single(alerts);
        foreach (var name in (string[])["one", "two"])
        {
            await Wait.UntilAsync(
                async () => await scene.ContainersAsync(name) is [{ State: "running" }],
                Scene.Patience,
                () => $"{name} running again. Its log:\n{scene.Plumb.Log}");
            await scene.SyncedAsync(name);
            Assert.Empty((await scene.StackAsync(name))!.Failures);
        }

        Assert.All(during, record => Assert.NotEqual(StackStatus.Failed, record.Status));
        await Wait.UntilAsync(
            async () => (await scene.AlertsAsync()).All(alert => alert.State == "resolved"),
            Scene.Patience,
            () => $"the alert resolved. Its log:\n{scene.Plumb.Log}");
    }

    private static string Services(int count)
    {
        var model = new StringBuilder("services:\n");
        for (var at = 1; at <= count; at++)
            model.AppendLine(CultureInfo.InvariantCulture, $"  s{at:00}:\n    image: plumb/web:1\n    command: sleep 600");
        return model.ToString();
    }
}
