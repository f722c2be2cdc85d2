using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;

namespace Plumb.Kernel.Tests;

/// <summary>Steps need a place, of which there is one here; looks need none.</summary>
public sealed class PlacesTests
{
    [Fact]
    public void The_next_object_is_looked_at_while_a_step_runs_and_its_step_begins_as_that_one_ends()
    {
        var rig = Busy("a", "b", "c");
        Assert.Equal(["a", "b"], rig.Looks.Select(it => it.Id.Value));
        Assert.Equal(Activity.Queued, rig.Status("b").Activity);
        rig.Commands.Clear();

        rig.ReleaseOne();

        Assert.Equal(["b"], rig.Executed.Select(it => it.Id.Value));
        Assert.Equal(["a", "c"], rig.Looks.Select(it => it.Id.Value));
    }

    [Fact]
    public void A_step_does_not_rest_on_a_look_that_waited_long()
    {
        var rig = Busy("a", "b");
        rig.Pass(2);
        rig.World[new("b")] = new("1");

        rig.Release();

        Assert.DoesNotContain(rig.Executed, it => it.Id.Value == "b");
        Assert.Equal(Activity.Idle, rig.Status("b").Activity);
    }

    [Fact]
    public void It_is_for_the_newest_that_is_desired_when_its_turn_comes()
    {
        var rig = Busy("a", "b");
        rig.Want("b", "2");

        rig.Release();

        Assert.Equal("2", rig.Version("b"));
        Assert.Single(rig.Executed, it => it.Id.Value == "b");
    }

    [Fact]
    public void What_holds_it_when_its_turn_comes_holds_it()
    {
        var rig = Busy("a", "b");
        rig.Send(new LoopEvent<ToySpec, ToySeen>.FencedBy("a newer one works"));

        rig.Release();

        Assert.Null(rig.Version("b"));
        Assert.Contains(HoldReason.Fenced, rig.Holds("b"));
    }

    [Fact]
    public void A_person_is_served_before_the_one_that_waits()
    {
        var rig = Busy("a", "b", "c");
        rig.Ask("c");

        rig.Release();

        Assert.Equal(["a", "c", "b"], rig.Executed.Select(it => it.Id.Value));
    }

    [Fact]
    public void Not_one_that_waits_is_passed_over_for_ever()
    {
        var rig = Busy("a", "b", "c", "d");
        for (var i = 0; i < 40; i++)
        {
            var person = i % 2 == 0 ? "c" : "d";
            rig.Want(person, $"{i}");
            rig.Ask(person);
            rig.ReleaseOne();
        }

        Assert.Contains(rig.Executed, it => it.Id.Value == "b");
    }

    [Fact]
    public void A_step_that_only_looks_keeps_no_place()
    {
        var toy = new ToyPlanner();
        var rig = new LoopRig(planner: new PlannerOf((id, desired, actual, context) =>
        {
            var plan = toy.Plan(id, desired, actual, context);
            return plan.Steps.IsEmpty ? plan : plan with { Steps = [.. plan.Steps, new ToyStep { Action = "verify", World = ToyPlanner.World, Changes = "nothing", Why = "to see it", OnlyLooks = true }] };
        }))
        { KeepBack = it => it is LoopCommand<ToySpec>.Execute { Step.Action: "verify" } };

        rig.Start("a", "b");

        Assert.Equal(["create a", "verify a", "create b", "verify b"], rig.Executed.Select(it => $"{it.Step.Action} {it.Id}"));
    }

    [Fact]
    public void What_is_gone_while_it_waits_for_its_removal_is_forgotten()
    {
        var rig = new LoopRig().Start("a", "b");
        rig.Commands.Clear();
        rig.KeepBack = it => it is LoopCommand<ToySpec>.Execute;
        rig.Break("a");
        rig.Hint("a");
        rig.Unwant("b");
        rig.Break("b");
        rig.Sweep();

        rig.Release();

        Assert.Contains(rig.Commands, it => it is LoopCommand<ToySpec>.Forget { Id.Value: "b" });
        Assert.DoesNotContain(rig.Executed, it => it.Id.Value == "b");
    }

    [Fact]
    public void One_that_waits_and_is_asked_about_is_looked_at_and_keeps_its_turn()
    {
        var rig = Busy("a", "b", "c");
        rig.World[new("b")] = new("0");

        rig.Ask("b", Ask.Look);
        Assert.Equal("0", Assert.Single(rig.Status("b").Differences).Actual);

        rig.Release();
        Assert.Equal(["a", "b", "c"], rig.Executed.Select(it => it.Id.Value));
    }

    /// <summary>Steps hang, the first object's among them.</summary>
    private static LoopRig Busy(params string[] ids) =>
        new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute }.Start(ids);
}
