using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>Agents that are killed, lose what they know, or are two.</summary>
public sealed class AloneTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    // The second one waits for the first for as long as the file is not there: an apply that is in its middle until the test says so.
    private const string Slow = """
        services:
          first:
            image: plumb/web:1
            command: sleep 600
            healthcheck: { test: ["CMD", "test", "-e", "/tmp/ready"], interval: 1s, retries: 1000 }
          second:
            image: plumb/web:1
            command: sleep 601
            depends_on: { first: { condition: service_healthy } }
        """;

    [Fact]
    public async Task Killed_in_the_middle_of_an_apply_it_goes_on_where_it_was_and_with_its_cache_deleted_it_touches_nothing()
    {
        var stack = SharedEngine.NewProject("middle");
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        await fleet.MakeAsync($"shop/{stack}");
        await fleet.PublishAsync($"shop/{stack}", Slow);
        await fleet.TieAsync("edge-1", $"shop/{stack}");
        var half = await fleet.RunsAsync(agent, stack, seen => seen.Any(one => one is { Service: "first", State: "running" }), "half applied");

        await agent.Process!.KillAsync();
        Assert.DoesNotContain(await fleet.RunsAsync(agent, stack, _ => true, ""), one => one is { Service: "second", State: "running" });
        await shared.Engine.DockerAsync("exec", half.Single(one => one.Service == "first").Id, "touch", "/tmp/ready");
        await fleet.StartAsync(agent);

        var whole = await fleet.RunsAsync(agent, stack, seen => seen is [{ Service: "first", State: "running" }, { Service: "second", State: "running" }], "applied");
        Assert.Equal(half.Single(one => one.Service == "first").Id, whole[0].Id);
        await fleet.StackAsync($"shop/{stack}", view => (string?)view["record"]!["status"] == "synced", "synced");

        await agent.Process!.KillAsync();
        Directory.Delete(Path.Combine(agent.Data, "state"), recursive: true);
        await fleet.StartAsync(agent);
        await fleet.BesidesAsync(agent, "shop");
        var after = await fleet.RunsAsync(agent, stack, _ => true, "");
        Assert.Equal(whole.Select(one => (one.Id, one.State, one.StartedAt)), after.Select(one => (one.Id, one.State, one.StartedAt)));
        await fleet.RemoveAsync(agent, whole[1]);
        await fleet.RunsAsync(agent, stack, seen => seen is [{ Service: "first" } first, { Service: "second", State: "running" }] && first.Id == whole[0].Id, "healed");
    }

    [Fact]
    public async Task Of_two_processes_with_one_key_the_newest_works_and_the_older_one_says_so_and_only_looks()
    {
        var (stack, later) = (SharedEngine.NewProject("twins"), SharedEngine.NewProject("later"));
        using var other = new RealEngine();
        await other.InitializeAsync();
        await using var fleet = await FleetScene.StartAsync();
        using var proxy = new CountingProxy(fleet.Directory, shared.Engine);
        await fleet.PublisherAsync("shop");
        var older = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop", "--docker-host", proxy.Host);
        await PublishAsync(fleet, stack);
        var first = await fleet.SleepsAsync(older, stack);

        // A copied key on another machine.
        var newer = fleet.Twin(older, other);
        await fleet.StartAsync(newer);
        await fleet.SleepsAsync(newer, stack);
        await Wait.UntilAsync(() => older.Process!.Log.Contains("session.fenced", StringComparison.Ordinal), FleetScene.Patience, () => $"the older one told. Its log:\n{older.Process!.Log}");

        proxy.Take();
        await fleet.RemoveAsync(older, first);
        await PublishAsync(fleet, later);
        await fleet.SleepsAsync(newer, later);
        var asked = new List<string>();
        await Wait.UntilAsync(
            () =>
            {
                asked.AddRange(proxy.Take());
                return asked.Count(call => call.EndsWith("/containers/json", StringComparison.Ordinal)) >= 3;
            },
            FleetScene.Patience,
            () => $"the older one looks on. Its log:\n{older.Process!.Log}");
        Assert.All(asked, call => Assert.StartsWith("GET ", call, StringComparison.Ordinal));
        await fleet.GoneAsync(older, stack);
        await fleet.GoneAsync(older, later);

        // Started again it is the newest.
        await fleet.StartAsync(older);
        await fleet.SleepsAsync(older, stack);
        await fleet.SleepsAsync(older, later);
        await Wait.UntilAsync(() => newer.Process!.Log.Contains("session.fenced", StringComparison.Ordinal), FleetScene.Patience, () => $"the other one told. Its log:\n{newer.Process!.Log}");
    }

    private static async Task PublishAsync(FleetScene fleet, string stack)
    {
        await fleet.MakeAsync($"shop/{stack}");
        await fleet.PublishAsync($"shop/{stack}", FleetMoves.Sleeper(600));
        await fleet.TieAsync("edge-1", $"shop/{stack}");
    }
}
