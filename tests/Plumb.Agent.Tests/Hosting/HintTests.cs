using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Stacks;
using Plumb.Kernel;

namespace Plumb.Agent.Tests.Hosting;

public sealed class HintTests : PlaneTests
{
    private readonly World world = new();

    [Fact]
    public async Task A_hint_heals_long_before_the_next_sweep()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Interval = TimeSpan.FromHours(1) });
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");
        world.Remove("web", "app");

        agent.Driver.Hint(new ObjectId("id-web"));

        await agent.SeesAsync(() => world.Of("web").Count == 1, "healed");
    }

    [Fact]
    public async Task With_hints_off_the_sweep_heals_and_no_hint_is_listened_to()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Hints = false });
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");
        world.Remove("web", "app");

        await agent.SeesAsync(() => world.Of("web").Count == 1, "healed by a sweep");

        Assert.False(agent.Driver.HintsWereAsked);
    }
}
