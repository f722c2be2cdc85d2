using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class ClockTests
{
    [Fact]
    public void After_a_step_back_of_an_hour_sweeps_and_repairs_go_on()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Now -= TimeSpan.FromHours(1);
        rig.Hint("a");
        rig.Break("a");
        rig.Commands.Clear();

        rig.Pass(65);

        Assert.Equal("1", rig.Version("a"));
        Assert.InRange(rig.Sweeps.Count(), 2, 4);
    }

    [Fact]
    public void A_leap_forward_of_an_hour_is_no_storm_of_sweeps_and_ends_no_backoff()
    {
        var rig = new LoopRig(new() { Ladder = new() { Base = TimeSpan.FromMinutes(4) } }) { Fails = (_, _) => new StepOutcome.Failed("no") };
        rig.Start("a");
        rig.Sweep();
        Assert.Equal(2, rig.Executed.Count());
        rig.Commands.Clear();

        rig.Now += TimeSpan.FromHours(1);
        rig.Send(new LoopEvent<ToySpec, ToySeen>.Ticked());

        Assert.Empty(rig.Executed);
        Assert.Single(rig.Sweeps);
        rig.Pass(120);
        Assert.Single(rig.Executed);
    }

    [Fact]
    public void A_leap_forward_does_not_give_up_a_step_that_runs()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a");

        rig.Now += TimeSpan.FromHours(1);
        rig.Send(new LoopEvent<ToySpec, ToySeen>.Ticked());
        rig.Release();

        Assert.Equal("1", rig.Version("a"));
        Assert.Empty(rig.Status("a").Failures);
    }

    [Fact]
    public void Nor_one_that_has_a_few_seconds_left()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a");
        rig.KeepBack = it => it is LoopCommand<ToySpec>.Execute or LoopCommand<ToySpec>.LookAtAll;
        rig.Pass(175);

        rig.Now += TimeSpan.FromHours(1);
        rig.Send(new LoopEvent<ToySpec, ToySeen>.Ticked());
        rig.Release();

        Assert.Equal("1", rig.Version("a"));
        Assert.Empty(rig.Status("a").Failures);
        Assert.Single(rig.Executed);
    }

    [Fact]
    public void A_backoff_outlasts_a_step_back_by_no_more_than_what_was_left_of_it()
    {
        var rig = new LoopRig { Fails = (_, _) => new StepOutcome.Failed("no") };
        rig.Start("a");
        rig.Sweep();
        rig.Commands.Clear();

        rig.Now -= TimeSpan.FromHours(1);
        rig.Hint();
        rig.Pass(20);

        Assert.Single(rig.Executed);
    }

    [Fact]
    public void A_backoff_written_down_by_a_clock_that_was_ahead_is_no_longer_than_the_cap()
    {
        var before = new LoopRig { Fails = (_, _) => new StepOutcome.Failed("no") };
        before.Now += TimeSpan.FromDays(1);
        before.Start("a");
        before.Sweep();
        before.Now -= TimeSpan.FromDays(1);

        var rig = new LoopRig(after: before).Start("a");
        rig.Pass(TimeSpan.FromMinutes(16));

        Assert.Equal("1", rig.Version("a"));
    }
}
