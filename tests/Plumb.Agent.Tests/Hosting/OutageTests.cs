using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;

namespace Plumb.Agent.Tests.Hosting;

public sealed class OutageTests : PlaneTests
{
    private readonly World world = new();

    [Fact]
    public async Task A_world_that_goes_away_is_one_condition_and_one_alert_and_no_failure_of_its_stacks()
    {
        foreach (var name in (string[])["a", "b", "c"])
            Plane.Publish(name, "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => Stacks().All(s => s?.Status == StackStatus.Synced), "all synced");
        var decisions = Plane.Items.OfType<DecisionReport>().Count();

        world.Away = "no such socket";
        await agent.SeesAsync(() => Stacks().All(s => s!.Known == false), "all unknown");
        var sweeps = world.Sweeps;
        await agent.SeesAsync(() => world.Sweeps > sweeps + 2, "looking goes on");
        await agent.SeesAsync(() => Alerts().Any(), "a human told, when it stays away");

        Assert.All(Stacks(), s => Assert.Equal((StackStatus.Synced, 0), (s!.Status, s.Failures.Count)));
        Assert.Equal("firing", Assert.Single(Alerts()).Alert.State);
        Assert.Contains("no such socket", Newest()!.World.WhyUnreachable, StringComparison.Ordinal);
        Assert.Equal(decisions, Plane.Items.OfType<DecisionReport>().Count());

        world.Away = null;
        await agent.SeesAsync(() => Stacks().All(s => s!.Known) && Alerts().Count() == 2, "seen again");
        Assert.Equal((Alerts().First().Alert.Id, "resolved"), (Alerts().Last().Alert.Id, Alerts().Last().Alert.State));
        await agent.SeesAsync(() => Newest()!.World.WhyUnreachable is null, "reachable");

        IEnumerable<StackReport?> Stacks() => ((string[])["a", "b", "c"]).Select(name => Plane.Newest("id-" + name));

        IEnumerable<AlertReport> Alerts() => Plane.Items.OfType<AlertReport>();

        WorldReport? Newest() => Plane.Items.OfType<WorldReport>().LastOrDefault();
    }

    [Fact]
    public async Task An_alert_that_fired_before_a_restart_is_resolved_under_the_same_id_after_it()
    {
        Plane.Publish("web", "app");
        world.Away = "no such socket";
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world))
            await first.SeesAsync(() => Plane.Items.OfType<AlertReport>().Any(), "firing");
        world.Away = null;

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => Plane.Items.OfType<AlertReport>().Count() == 2, "resolved");
        var alerts = Plane.Items.OfType<AlertReport>().Select(a => a.Alert).ToList();
        Assert.Equal((alerts[0].Id, "resolved", alerts[0].FiredAt), (alerts[1].Id, alerts[1].State, alerts[1].FiredAt));
    }

    [Fact]
    public async Task A_start_without_trouble_resolves_nothing()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");

        Assert.Empty(Plane.Items.OfType<AlertReport>());
        Assert.Empty(agent.Log.Named("alert.resolved"));
    }

    [Fact]
    public async Task Failures_and_a_block_survive_a_restart()
    {
        Plane.Publish("web", "app");
        world.BeforeStep = static (_, _, _) => Task.FromResult<Kernel.Planning.StepOutcome?>(new Kernel.Planning.StepOutcome.Failed("no"));
        var ladder = new Kernel.Failures.LadderOptions { Base = TimeSpan.FromMilliseconds(10), Cap = TimeSpan.FromMilliseconds(20), BlockAt = 3 };
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Ladder = ladder }))
            await first.SeesAsync(() => Plane.Newest("id-web")?.Holds.Any(h => h.Reason == "Blocked") == true, "blocked");
        var steps = world.Steps.Count;
        var said = Plane.Items.Count;

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Ladder = ladder });

        await agent.SeesAsync(() => Plane.Items.Skip(said).OfType<StackReport>().Any(r => r.Holds.Any(h => h.Reason == "Blocked")), "blocked still");
        Assert.Equal(3, Plane.Newest("id-web")!.Failures[0].Count);
        Assert.Equal(steps, world.Steps.Count);
    }
}
