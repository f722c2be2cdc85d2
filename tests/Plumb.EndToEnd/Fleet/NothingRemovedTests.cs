using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>Only a whole, newer answer that leaves a stack out is a reason to remove it, and not even that when it leaves out most.</summary>
public sealed class NothingRemovedTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task Nothing_goes_because_an_answer_was_empty_cut_an_error_or_older_and_what_is_untied_goes_afterwards()
    {
        var (one, two) = (SharedEngine.NewProject("safe"), SharedEngine.NewProject("safe"));
        await using var fleet = await FleetScene.StartAsync();
        await using var plane = await CrookedPlane.StartAsync(fleet.Address);
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop", "--server", plane.Address.ToString());
        await Wait.UntilAsync(() => plane.Passed > 0, FleetScene.Patience, "the agent has a state without stacks");
        var runs = await PublishAsync(fleet, agent, one);
        await PublishAsync(fleet, agent, two);

        plane.Empty();
        plane.Half();
        plane.BreakOff();
        plane.Text("{}");
        plane.Text("""{"epoch":"e","version":99,"complete":true}""");
        plane.Status(500);
        plane.Oldest();
        var passed = plane.Passed;
        await Wait.UntilAsync(() => plane.Waiting == 0 && plane.Passed > passed + 1, FleetScene.Patience, () => $"all wrong answers given, and a good one. The agent's log:\n{agent.Process!.Log}");

        var log = agent.Process!.Log;
        Assert.Contains("link.away", log, StringComparison.Ordinal);
        Assert.Contains("target.stale", log, StringComparison.Ordinal);
        await fleet.UntouchedAsync(agent, one, runs);
        await fleet.UntieAsync("edge-1", $"shop/{two}");
        await fleet.GoneAsync(agent, two);
        await fleet.UntouchedAsync(agent, one, runs);
    }

    [Fact]
    public async Task What_a_restored_control_plane_does_not_know_is_held_until_a_person_lets_it_go()
    {
        var old = SharedEngine.NewProject("old");
        string[] newer = [SharedEngine.NewProject("newer"), SharedEngine.NewProject("newer"), SharedEngine.NewProject("newer")];
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        var first = await PublishAsync(fleet, agent, old);
        var backup = fleet.Directory.At("plumb.backup");
        await fleet.MustAsync("backup", backup);
        var runs = new List<Stage.Seen>();
        foreach (var stack in newer)
            runs.Add(await PublishAsync(fleet, agent, stack));

        await fleet.Server.StopAsync();
        await fleet.MustAsync("restore", backup, "--replace");
        await fleet.StartServerAsync();

        await Wait.UntilAsync(() => agent.Process!.Log.Contains("MassRemoval", StringComparison.Ordinal), FleetScene.Patience, () => $"held. The agent's log:\n{agent.Process!.Log}");
        await fleet.RemoveAsync(agent, first);
        await fleet.SleepsAsync(agent, old);
        for (var at = 0; at < newer.Length; at++)
            await fleet.UntouchedAsync(agent, newer[at], runs[at]);

        var let = "";
        await Wait.UntilAsync(
            async () =>
            {
                let += (await fleet.CliAsync("ack", "--removals")).Output;
                return newer.All(stack => let.Contains(stack, StringComparison.Ordinal));
            },
            FleetScene.Patience,
            () => $"each is named and let go; '{let}'. The agent's log:\n{agent.Process!.Log}\nThe server's:\n{fleet.Server.Log}");
        foreach (var stack in newer)
            await fleet.GoneAsync(agent, stack);
        await fleet.SleepsAsync(agent, old);
        Assert.NotEqual(0, (await fleet.CliAsync("ack", "--removals")).ExitCode);
    }

    private static async Task<Stage.Seen> PublishAsync(FleetScene fleet, FleetAgent agent, string stack)
    {
        await fleet.MakeAsync($"shop/{stack}");
        await fleet.PublishAsync($"shop/{stack}", FleetMoves.Sleeper(600));
        await fleet.TieAsync("edge-1", $"shop/{stack}");
        return await fleet.SleepsAsync(agent, stack);
    }
}
