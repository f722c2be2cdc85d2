using Plumb.Kernel.Decisions;
using Plumb.Kernel.Loop;

namespace Plumb.Kernel.Tests;

public sealed class TriggerTests
{
    [Fact]
    public void A_hint_repairs_at_once()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Break("a");

        rig.Hint("a");

        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void With_hints_off_the_sweep_alone_repairs()
    {
        var rig = new LoopRig(new() { Hints = false, Jitter = 0 }).Start("a");
        rig.Sweep();
        rig.Break("a");

        rig.Hint("a");
        rig.Hint();
        Assert.Null(rig.Version("a"));

        rig.Sweep();
        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void A_hint_about_everything_brings_the_sweep_forward_and_many_of_them_make_no_storm()
    {
        var rig = new LoopRig().Start("a");
        rig.Pass(20);
        rig.Commands.Clear();

        for (var i = 0; i < 100; i++)
            rig.Hint();
        Assert.Single(rig.Sweeps);

        rig.Pass(10);
        Assert.InRange(rig.Sweeps.Count(), 2, 3);
    }

    [Fact]
    public void A_hint_about_an_object_that_is_in_sync_leaves_no_trace_but_a_look()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Commands.Clear();

        rig.Hint("a");

        Assert.IsType<LoopCommand<ToySpec>.LookAt>(Assert.Single(rig.Commands));
    }

    [Fact]
    public void A_hint_about_a_stranger_leaves_nothing_behind()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Commands.Clear();

        rig.Hint("stranger");

        Assert.IsType<LoopCommand<ToySpec>.LookAt>(Assert.Single(rig.Commands));
    }

    [Fact]
    public void Triggers_while_it_is_in_flight_make_it_run_once_more()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.KeepBack = it => it is LoopCommand<ToySpec>.LookAt;
        rig.Commands.Clear();

        for (var i = 0; i < 5; i++)
            rig.Hint("a");
        Assert.Single(rig.Looks);

        rig.Release();
        Assert.Equal(2, rig.Looks.Count());
    }

    [Fact]
    public void No_more_objects_run_at_once_than_configured()
    {
        var rig = new LoopRig(new() { Concurrency = 2, Jitter = 0 }) { KeepBack = it => it is LoopCommand<ToySpec>.Execute };

        rig.Start("a", "b", "c", "d");
        Assert.Equal(2, rig.Executed.Count());
        Assert.Equal(Activity.Queued, rig.Status("d").Activity);

        rig.Release();
        Assert.Equal(4, rig.Executed.Count());
    }

    [Fact]
    public void An_operator_is_served_before_hints_and_hints_before_sweeps()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("busy", "swept1", "swept2");
        rig.Want("hinted");
        rig.World[new("asked")] = new("0");
        rig.Want("asked");
        rig.Ask("asked");

        rig.Release();

        Assert.Equal(["busy", "asked", "hinted", "swept1", "swept2"], rig.Executed.Select(it => it.Id.Value));
        Assert.Equal([Cause.Start, Cause.Operator, Cause.Hint, Cause.Start, Cause.Start], rig.Decisions.Select(it => it.Cause));
    }

    [Fact]
    public void An_operator_waits_for_one_run_while_a_thousand_sweeps_wait()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start([.. Enumerable.Range(0, 1000).Select(i => $"o{i}")]);

        rig.Ask("o999");
        rig.Release();

        Assert.Equal("o999", rig.Executed.ElementAt(1).Id.Value);
    }

    [Fact]
    public void A_hung_step_does_not_stop_another_object_when_two_may_run()
    {
        var rig = new LoopRig(new() { Concurrency = 2, Jitter = 0 }) { KeepBack = it => it is LoopCommand<ToySpec>.Execute { Id.Value: "hung" } };
        rig.Start("hung", "other");
        rig.Sweep();
        rig.Break("other");

        rig.Hint("other");

        Assert.Equal("1", rig.Version("other"));
    }
}
