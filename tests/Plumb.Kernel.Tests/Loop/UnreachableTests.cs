using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class UnreachableTests
{
    [Fact]
    public void An_unreachable_world_is_one_condition_and_one_alert_and_no_failure()
    {
        var rig = new LoopRig().Start("a", "b", "c");
        rig.Sweep();
        rig.Commands.Clear();
        rig.Unreachable = "no socket";
        rig.World.Clear();

        rig.Pass(300);

        Assert.Equal("no socket", Assert.Single(rig.Commands.OfType<LoopCommand<ToySpec>.WorldReachable>()).WhyNot);
        Assert.Equal("unreachable:world", Assert.Single(rig.Alerts).Key);
        Assert.Empty(rig.Executed);
        Assert.Empty(rig.Decisions);
        Assert.Equal(3, rig.Reports.Count());
        Assert.All(rig.Reports, it => Assert.Equal(HoldReason.Unknown, Assert.Single(it.Holds).Reason));
        Assert.All(rig.Reports, it => Assert.Empty(it.Failures));
    }

    [Fact]
    public void When_it_is_back_all_is_repaired_soon_and_the_alert_is_resolved()
    {
        var rig = new LoopRig().Start("a", "b");
        rig.Sweep();
        rig.Unreachable = "no socket";
        rig.World.Clear();
        rig.Sweep();

        rig.Unreachable = null;
        rig.Pass(6);

        Assert.Equal(2, rig.World.Count);
        Assert.Empty(rig.Firing);
        Assert.Null(rig.Commands.OfType<LoopCommand<ToySpec>.WorldReachable>().Last().WhyNot);
    }

    [Fact]
    public void Hints_meanwhile_do_no_harm()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Unreachable = "no socket";
        rig.Sweep();
        rig.Commands.Clear();

        for (var i = 0; i < 100; i++)
            rig.Hint("a");

        Assert.Empty(rig.Looks);
        Assert.InRange(rig.Sweeps.Count(), 0, 1);
    }

    [Fact]
    public void A_world_that_goes_away_under_a_step_counts_nothing()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a");
        rig.Unreachable = "no socket";
        rig.Release();

        rig.Pass(120);
        Assert.Empty(rig.Status("a").Failures);
        Assert.Equal([HoldReason.Unknown], rig.Holds("a"));
        Assert.Equal(Decisions.DecisionOutcome.Interrupted, Assert.Single(rig.Decisions).Outcome);

        rig.Unreachable = null;
        rig.Sweep();
        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void No_step_rests_on_a_look_that_was_unknown()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.KeepBack = it => it is LoopCommand<ToySpec>.LookAt;
        rig.Break("a");
        rig.Hint("a");
        rig.Commands.Clear();

        rig.Unreachable = "no socket";
        rig.Release();

        Assert.Empty(rig.Executed);
        Assert.Equal([HoldReason.Unknown], rig.Holds("a"));
    }

    [Fact]
    public void Unreachable_from_the_start_is_told_and_the_first_good_look_resolves_it()
    {
        var rig = new LoopRig { Unreachable = "no socket" };
        rig.Start("a");
        rig.Sweep();
        Assert.Equal(["unreachable:world"], rig.Firing);

        rig.Unreachable = null;
        rig.Pass(6);

        Assert.Empty(rig.Firing);
        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void A_world_that_comes_and_goes_alerts_nobody_until_it_stays_away()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        for (var round = 0; round < 3; round++)
        {
            rig.Unreachable = "no socket";
            rig.Hint(null);
            rig.Pass(6);
            rig.Unreachable = null;
            rig.Pass(6);
            Assert.DoesNotContain(rig.Alerts, alert => alert.Firing);
        }

        rig.Unreachable = "no socket";
        rig.Sweep();
        rig.Sweep();
        Assert.Equal(["unreachable:world"], rig.Firing);
    }

    [Fact]
    public void The_alert_of_an_earlier_process_is_resolved_by_the_first_good_look()
    {
        var rig = new LoopRig().Start("a");

        Assert.False(Assert.Single(rig.Alerts).Firing);
    }

    [Fact]
    public void The_alert_of_an_earlier_process_is_resolved_also_when_the_first_look_was_none()
    {
        var rig = new LoopRig { Unreachable = "no socket" }.Start("a");
        rig.Unreachable = null;
        rig.Pass(6);

        Assert.False(Assert.Single(rig.Alerts).Firing);
    }

    [Fact]
    public void A_step_called_off_with_the_agent_counts_nothing()
    {
        var rig = new LoopRig { Fails = (_, _) => new StepOutcome.Cancelled("the agent ends", ByDeadline: false) };
        rig.Start("a");

        Assert.Empty(rig.Status("a").Failures);
        Assert.Equal([HoldReason.Unknown], rig.Holds("a"));
        Assert.Single(rig.Executed);
    }
}
