using System.Text.Json.Nodes;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>An agent whose disk is a copy: of an earlier moment, or beside the living one.</summary>
public sealed class CopiedDiskTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Unpullable = """
        services:
          web:
            image: nobody/copied:1
        """;

    [Fact]
    public async Task Put_back_it_does_nothing_twice_brings_nothing_back_and_says_nothing_old_with_and_without_the_control_plane()
    {
        var (kept, poor, young) = (SharedEngine.NewProject("kept"), SharedEngine.NewProject("poor"), SharedEngine.NewProject("young"));
        string[] gone = [SharedEngine.NewProject("gone"), SharedEngine.NewProject("gone"), SharedEngine.NewProject("gone")];
        await using var fleet = await FleetScene.StartAsync();
        using var proxy = new CountingProxy(fleet.Directory, shared.Engine);
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        foreach (var stack in (string[])[kept, .. gone])
            await MakeAsync(fleet, stack);
        foreach (var stack in (string[])[kept, .. gone])
            await fleet.SleepsAsync(agent, stack);

        var copy = fleet.Directory.At("copy");
        await CopyAsync(agent.Data, copy);

        // Life goes on: a newer version, three removals one by one, a new stack, and one that fails until an alert fires.
        await fleet.PublishAsync($"shop/{kept}", FleetMoves.Sleeper(601));
        foreach (var stack in gone)
        {
            await fleet.UntieAsync("edge-1", $"shop/{stack}");
            await fleet.GoneAsync(agent, stack);
        }

        await MakeAsync(fleet, young);
        await fleet.MakeAsync($"shop/{poor}");
        await fleet.PublishAsync($"shop/{poor}", Unpullable);
        await fleet.TieAsync("edge-1", $"shop/{poor}");
        await AlertAsync(fleet, poor, "firing");
        var (before, beside) = (await fleet.SleepsAsync(agent, kept, 601), await fleet.SleepsAsync(agent, young));

        await agent.Process!.StopAsync();
        Directory.Delete(agent.Data, recursive: true);
        Directory.Move(copy, agent.Data);
        await fleet.Server.StopAsync();
        await fleet.StartAsync(agent, "--docker-host", proxy.Host);
        await Wait.UntilAsync(() => agent.Process!.Log.Contains("desired.outdated", StringComparison.Ordinal), FleetScene.Patience, () => $"it knows better than its disk. Its log:\n{agent.Process!.Log}");
        await shared.Engine.DockerAsync("tag", "plumb/web:1", "nobody/copied:1");
        await fleet.StartServerAsync();

        await AlertAsync(fleet, poor, "resolved");
        await fleet.RunsAsync(agent, poor, seen => seen.Count == 1, "made");
        await fleet.StackAsync($"shop/{kept}", view => (string?)view["record"]!["status"] == "synced" && (string?)view["record"]!["held"] is null, "synced");
        foreach (var stack in gone)
            Assert.Empty(await fleet.RunsAsync(agent, stack, _ => true, ""));
        await fleet.UntouchedAsync(agent, kept, before);
        await fleet.UntouchedAsync(agent, young, beside);
        // The one that failed was made; nothing else was.
        Assert.Single(proxy.Take(), call => call.EndsWith("/containers/create", StringComparison.Ordinal));
        Assert.DoesNotContain("MassRemoval", agent.Process!.Log, StringComparison.Ordinal);
        await fleet.RemoveAsync(agent, before);
        await fleet.SleepsAsync(agent, kept, 601);
        await fleet.BesidesAsync(agent, "shop");
    }

    [Fact]
    public async Task Started_beside_the_living_one_the_newer_works_the_older_is_told_and_nothing_is_doubled()
    {
        var (stack, later) = (SharedEngine.NewProject("copied"), SharedEngine.NewProject("later"));
        await using var fleet = await FleetScene.StartAsync();
        using var proxy = new CountingProxy(fleet.Directory, shared.Engine);
        await fleet.PublisherAsync("shop");
        var living = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        await MakeAsync(fleet, stack);
        var runs = await fleet.SleepsAsync(living, stack);

        // Of another address it is another machine: the lock of this one holds nobody off.
        var copy = fleet.Twin(living, shared.Engine);
        await CopyAsync(living.Data, copy.Data);
        await fleet.StartAsync(copy, "--docker-host", proxy.Host);
        await Wait.UntilAsync(() => living.Process!.Log.Contains("session.fenced", StringComparison.Ordinal), FleetScene.Patience, () => $"the living one told. Its log:\n{living.Process!.Log}");

        await MakeAsync(fleet, later);
        await fleet.SleepsAsync(copy, later);
        await fleet.StackAsync($"shop/{later}", view => (string?)view["record"]!["status"] == "synced", "synced");
        await fleet.UntouchedAsync(copy, stack, runs);
        var decided = (JsonArray)(await fleet.CallAsync(HttpMethod.Get, "decisions?limit=500"))!["items"]!;
        Assert.Single(decided, decision => (string?)decision!["stack"] == $"shop/{later}");
        Assert.DoesNotContain("session.fenced", copy.Process!.Log, StringComparison.Ordinal);
    }

    private static async Task MakeAsync(FleetScene fleet, string stack)
    {
        await fleet.MakeAsync($"shop/{stack}");
        await fleet.PublishAsync($"shop/{stack}", FleetMoves.Sleeper(600));
        await fleet.TieAsync("edge-1", $"shop/{stack}");
    }

    private static async Task CopyAsync(string from, string to)
    {
        var copied = await Command.RunAsync("cp", ["-a", from, to]);
        Assert.True(copied.ExitCode == 0, copied.ToString());
    }

    private static async Task AlertAsync(FleetScene fleet, string stack, string state)
    {
        JsonNode? alerts = null;
        await Wait.UntilAsync(
            async () =>
            {
                if (state == "firing")
                    await fleet.CliAsync("sync", $"shop/{stack}");
                alerts = await fleet.CallAsync(HttpMethod.Get, "alerts?limit=500");
                return ((JsonArray)alerts!["items"]!).Where(alert => (string?)alert!["stack"] == $"shop/{stack}").Select(alert => (string?)alert!["state"]).Contains(state);
            },
            FleetScene.Patience,
            () => $"an alert of {stack} {state}; there are {alerts?.ToJsonString()}\nThe server's log:\n{fleet.Server.Log}");
    }
}
