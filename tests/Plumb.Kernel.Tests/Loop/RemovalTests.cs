using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;

namespace Plumb.Kernel.Tests;

public sealed class RemovalTests
{
    [Fact]
    public void What_is_no_longer_desired_is_removed_and_then_forgotten()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();

        rig.Unwant("a");

        Assert.Empty(rig.World);
        Assert.Equal(new("a"), rig.Commands.OfType<LoopCommand<ToySpec>.Forget>().Single().Id);
    }

    [Fact]
    public void What_was_seen_and_never_desired_is_asked_of_the_planner_too()
    {
        var rig = new LoopRig();
        rig.World[new("left")] = new("1");

        rig.Start("a");
        rig.Sweep();

        Assert.Equal(["a"], rig.World.Keys.Select(it => it.Value));
    }

    [Fact]
    public void Nothing_is_removed_on_a_partial_look()
    {
        var rig = new LoopRig { Partial = "half of it is hidden" };
        rig.World[new("left")] = new("1");

        rig.Start("a");
        rig.Pass(300);
        Assert.Contains(new ObjectId("left"), rig.World.Keys);
        Assert.Equal([HoldReason.Unknown], rig.Holds("left"));

        rig.Partial = null;
        rig.Sweep();
        Assert.DoesNotContain(new ObjectId("left"), rig.World.Keys);
    }

    [Fact]
    public void Nothing_is_removed_until_all_that_is_desired_is_known()
    {
        var rig = new LoopRig();
        rig.World[new("left")] = new("1");
        rig.Send(new LoopEvent<ToySpec, ToySeen>.Started());
        rig.Pass(300);
        Assert.Contains(new ObjectId("left"), rig.World.Keys);

        rig.Send(new LoopEvent<ToySpec, ToySeen>.DesiredCompleteness(Complete: true));
        rig.Sweep();

        Assert.Empty(rig.World);
    }

    [Fact]
    public void A_destructive_step_of_a_desired_object_waits_for_a_complete_look_and_the_others_do_not()
    {
        var toy = new ToyPlanner();
        var rig = new LoopRig(planner: new PlannerOf((id, desired, actual, context) =>
        {
            var plan = toy.Plan(id, desired, actual, context);
            return plan.Steps.IsEmpty ? plan : plan with { Steps = [.. plan.Steps.Select(it => it with { Destructive = id.Value == "prunes" })] };
        }))
        { Partial = "half of it is hidden" };
        (rig.World[new("prunes")], rig.World[new("plain")]) = (new("0"), new("0"));

        rig.Start("prunes", "plain");

        Assert.Equal("0", rig.Version("prunes"));
        Assert.Equal("1", rig.Version("plain"));
    }

    [Fact]
    public void What_is_not_in_a_partial_look_is_unknown_and_nothing_is_done_to_it()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Partial = "half of it is hidden";
        rig.Break("a");
        rig.Commands.Clear();

        rig.Sweep();

        Assert.Empty(rig.Executed);
        Assert.Equal([HoldReason.Unknown], rig.Holds("a"));
    }

    [Fact]
    public void What_is_desired_again_before_its_removal_began_is_not_removed()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.KeepBack = it => it is LoopCommand<ToySpec>.LookAt;
        rig.Unwant("a");

        rig.Want("a");
        rig.Commands.Clear();
        rig.Release();

        Assert.Empty(rig.Executed);
        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void A_spec_that_is_taken_back_before_it_was_ever_made_leaves_nothing()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.LookAt };
        rig.Start("a");
        rig.Unwant("a");

        rig.Release();

        Assert.Empty(rig.Executed);
        Assert.Single(rig.Commands.OfType<LoopCommand<ToySpec>.Forget>());
    }
}
