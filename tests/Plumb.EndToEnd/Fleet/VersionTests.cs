using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>Which object runs, and whose a project and an engine are.</summary>
public sealed class VersionTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string First = """
        services:
          web: { image: "plumb/web:1", command: sleep 600 }
          cache: { image: "plumb/web:1", command: sleep 601 }
        """;

    private const string Second = """
        services:
          web: { image: "plumb/web:2", command: sleep 700 }
          extra: { image: "plumb/web:1", command: sleep 701 }
        """;

    [Fact]
    public async Task The_first_version_the_second_the_first_again_and_a_pin_that_newer_ones_do_not_move()
    {
        var stack = SharedEngine.NewProject("turns");
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        await fleet.MakeAsync($"shop/{stack}");
        await fleet.TieAsync("edge-1", $"shop/{stack}");

        foreach (var content in (string[])[First, Second, First])
        {
            await fleet.PublishAsync($"shop/{stack}", content);
            await RunsAsync(fleet, agent, stack, content);
        }

        var history = (await fleet.CallAsync(HttpMethod.Get, $"stacks/shop/{stack}/history"))!["items"]!.AsArray();
        Assert.Equal(3, history.Count);
        await fleet.MustAsync("rollback", $"shop/{stack}", "--to", $"{history[1]!["sequence"]}");
        await RunsAsync(fleet, agent, stack, Second);
        await fleet.PublishAsync($"shop/{stack}", FleetMoves.Sleeper(800));
        await fleet.BesidesAsync(agent, "shop");
        await RunsAsync(fleet, agent, stack, Second);

        await fleet.MustAsync("rollback", $"shop/{stack}", "--to", "newest");
        await fleet.SleepsAsync(agent, stack, 800);
    }

    [Fact]
    public async Task Two_stacks_that_claim_one_project_are_both_held_and_what_runs_is_not_touched()
    {
        var (project, other) = (SharedEngine.NewProject("claimed"), SharedEngine.NewProject("rival"));
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        await fleet.PublisherAsync("bakery");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop", "--subscribe", "bakery");
        await TiedAsync(fleet, $"shop/{project}", FleetMoves.Sleeper(600));
        var runs = await fleet.SleepsAsync(agent, project);

        await TiedAsync(fleet, $"bakery/{other}", $"name: {project}\n{FleetMoves.Sleeper(700)}");
        foreach (var stack in (string[])[$"shop/{project}", $"bakery/{other}"])
            await fleet.StackAsync(stack, view => (string?)view["record"]!["held"] == "ProjectConflict", "held");
        await fleet.BesidesAsync(agent, "shop");
        await fleet.UntouchedAsync(agent, project, runs);
        await fleet.GoneAsync(agent, other);

        // With its rival gone nothing holds it, and what was never the rival's stays.
        await fleet.UntieAsync("edge-1", $"bakery/{other}");
        await fleet.StackAsync($"shop/{project}", view => view["record"]!["held"] is null, "held no longer");
        await fleet.UntouchedAsync(agent, project, runs);
    }

    [Fact]
    public async Task An_agent_made_anew_under_its_name_is_held_and_as_the_same_instance_takes_over_and_never_doubles()
    {
        var stack = SharedEngine.NewProject("anew");
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        await TiedAsync(fleet, $"shop/{stack}", FleetMoves.Sleeper(600));
        var runs = await fleet.SleepsAsync(agent, stack);
        var instance = (await File.ReadAllTextAsync(Path.Combine(agent.Data, "instance"))).Trim();
        await agent.Process!.KillAsync();

        // A machine that was set up again, with the engine's data as it was: nobody knows that what runs there was its own.
        await fleet.MustAsync("delete", "agent", "edge-1", "--forget");
        await File.WriteAllTextAsync(agent.TokenFile, await fleet.MustAsync("keys", "create", "--role", "agent", "--name", "edge-1"));
        var anew = fleet.Twin(agent, shared.Engine);
        await fleet.StartAsync(anew, "--subscribe", "shop");
        await Wait.UntilAsync(async () => (await fleet.CliAsync("get", "agent", "edge-1")).ExitCode == 0, FleetScene.Patience, "the agent came");
        await fleet.TieAsync("edge-1", $"shop/{stack}");
        await fleet.StackAsync($"shop/{stack}", view => (string?)view["record"]!["held"] == "NotOurs", "held");
        await fleet.BesidesAsync(anew, "shop");
        await fleet.UntouchedAsync(anew, stack, runs);

        // Told whose it is, it takes it over as it runs.
        await anew.Process!.KillAsync();
        var same = fleet.Twin(agent, shared.Engine);
        await fleet.StartAsync(same, "--subscribe", "shop", "--instance", instance);
        await fleet.StackAsync($"shop/{stack}", view => (string?)view["record"]!["status"] == "synced" && view["record"]!["held"] is null, "synced");
        await fleet.UntouchedAsync(same, stack, runs);
        await fleet.RemoveAsync(same, runs);
        await fleet.SleepsAsync(same, stack);
    }

    private static async Task TiedAsync(FleetScene fleet, string stack, string compose)
    {
        await fleet.MakeAsync(stack);
        await fleet.PublishAsync(stack, compose);
        await fleet.TieAsync("edge-1", stack);
    }

    /// <summary>Waits until exactly its services run, each as it stands there.</summary>
    private static Task RunsAsync(FleetScene fleet, FleetAgent agent, string stack, string content) => fleet.RunsAsync(
        agent,
        stack,
        seen => seen.All(one => one.State == "running")
            && seen.Select(one => (one.Service, one.Sleep)).Order().SequenceEqual(content == First ? [("cache", 601), ("web", 600)] : [("extra", 701), ("web", 700)]),
        "as published");
}
