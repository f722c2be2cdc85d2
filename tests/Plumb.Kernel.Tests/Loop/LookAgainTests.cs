using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class LookAgainTests
{
    [Fact]
    public void A_plan_may_ask_for_a_look_sooner_than_the_next_sweep()
    {
        var rig = new LoopRig(planner: new PlannerOf((_, _, _, _) => new() { Health = Health.Progressing, LookAgainAfter = TimeSpan.FromSeconds(7) }));
        rig.Start("a");
        rig.Commands.Clear();

        rig.Pass(29);

        Assert.Equal(4, rig.Looks.Count());
    }

    [Fact]
    public void A_plan_that_asks_for_a_look_at_once_does_not_spin()
    {
        var rig = new LoopRig(planner: new PlannerOf((_, _, _, _) => new() { LookAgainAfter = TimeSpan.Zero }));
        rig.Start("a");
        rig.Commands.Clear();

        rig.Pass(10);

        Assert.InRange(rig.Looks.Count(), 50, 110);
    }
}
