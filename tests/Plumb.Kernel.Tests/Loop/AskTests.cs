using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class AskTests
{
    [Fact]
    public void Whoever_asks_is_answered_by_a_report_even_when_nothing_changed()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Commands.Clear();

        rig.Ask("a", Ask.Look);
        Assert.Equal(Activity.Idle, Assert.Single(rig.Reports).Activity);

        rig.Ask("a", Ask.Sync);
        Assert.Equal([Activity.Idle, Activity.Queued, Activity.Idle], rig.Reports.Select(it => it.Activity));
    }

    [Fact]
    public void A_look_is_answered_while_a_hung_step_takes_the_only_place()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("hung", "b");
        rig.World[new("b")] = new("0");

        rig.Ask("b", Ask.Look);

        Assert.Equal("0", Assert.Single(rig.Status("b").Differences).Actual);
    }

    [Fact]
    public void A_look_repairs_as_usual()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Break("a");

        rig.Ask("a", Ask.Look);

        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void A_look_shortens_no_backoff_and_a_sync_does()
    {
        var rig = new LoopRig { Fails = (_, _) => new StepOutcome.Failed("no") };
        rig.Start("a");
        rig.Sweep();
        Assert.Equal(2, rig.Executed.Count());

        rig.Ask("a", Ask.Look);
        rig.Hint("a");
        Assert.Equal(2, rig.Executed.Count());

        rig.Ask("a", Ask.Sync);
        Assert.Equal(3, rig.Executed.Count());
    }

    [Fact]
    public void A_sync_while_it_runs_runs_it_once_more_without_backoff()
    {
        var rig = new LoopRig { Fails = (_, _) => new StepOutcome.Failed("no"), KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a");

        rig.Ask("a", Ask.Sync);
        rig.Release();

        Assert.Equal(2, rig.Executed.Count());
    }

    [Fact]
    public void Asking_for_what_does_not_exist_is_answered_by_forget()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();

        rig.Ask("ghost", Ask.Look);

        Assert.Equal(new("ghost"), rig.Commands.OfType<LoopCommand<ToySpec>.Forget>().Single().Id);
    }

    [Fact]
    public void Asking_while_the_world_is_unreachable_is_answered_with_unknown_and_kept_in_mind()
    {
        var rig = new LoopRig { Fails = (_, _) => new StepOutcome.Failed("no") };
        rig.Start("a");
        rig.Sweep();
        rig.Unreachable = "down";
        rig.Sweep();
        rig.Commands.Clear();

        rig.Ask("a");
        Assert.Equal([HoldReason.Unknown], rig.Holds("a"));

        (rig.Unreachable, rig.Fails) = (null, (_, _) => null);
        rig.Pass(6);
        Assert.Equal("1", rig.Version("a"));
    }
}
