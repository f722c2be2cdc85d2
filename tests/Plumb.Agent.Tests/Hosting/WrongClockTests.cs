using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Hosting;

/// <summary>An agent whose host does not know what time it is.</summary>
public sealed class WrongClockTests : PlaneTests
{
    private readonly World world = new();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task By_an_hour_it_applies_heals_and_reports_and_a_change_is_taken(int hours)
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, time: new WrongClock(TimeSpan.FromHours(hours)));
        await agent.SeesAsync(() => Synced("web"), "synced");

        world.Remove("web", "app");
        await agent.SeesAsync(() => world.Of("web").Count == 1, "healed");

        Plane.Publish("db", "app2");
        await agent.SeesAsync(() => Synced("db"), "the new one synced");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Set_by_an_hour_while_it_waits_to_try_again_it_neither_storms_nor_stalls(int hours)
    {
        Plane.Publish("web", "app");
        var tries = 0;
        world.BeforeStep = (_, _, _) => Task.FromResult<StepOutcome?>(Interlocked.Increment(ref tries) <= 3 ? new StepOutcome.Failed("not yet") : null);
        var clock = new WrongClock(TimeSpan.Zero);
        var ladder = new LadderOptions { Base = TimeSpan.FromSeconds(2), Cap = TimeSpan.FromSeconds(4), BlockAt = 100 };
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Ladder = ladder }, clock);
        await agent.SeesAsync(() => Volatile.Read(ref tries) >= 2, "backing off");

        clock.By = TimeSpan.FromHours(hours);

        await agent.SeesAsync(() => Synced("web"), "synced after all");
        Assert.InRange(tries, 4, 12);
    }

    private bool Synced(string stack) => Plane.Newest("id-" + stack)?.Status == StackStatus.Synced;
}
