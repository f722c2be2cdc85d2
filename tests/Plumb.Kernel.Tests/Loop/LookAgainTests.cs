using Plumb.Kernel.Loop;
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

    [Fact]
    public void A_look_that_is_due_while_no_place_is_free_is_made_without_a_sound()
    {
        var toy = new ToyPlanner();
        var rig = new LoopRig(planner: new PlannerOf((id, desired, actual, context) => id.Value == "again"
            ? new() { LookAgainAfter = TimeSpan.FromSeconds(5) }
            : toy.Plan(id, desired, actual, context)))
        { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("hung", "again");
        rig.Commands.Clear();

        rig.Pass(25);

        Assert.Equal(5, rig.Looks.Count());
        Assert.Empty(rig.Reports);
        Assert.True(rig.Commands.Count < 16, $"{rig.Commands.Count} commands");
    }
}
