using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;

namespace Plumb.Kernel.Tests;

public sealed class LostAnswerTests
{
    [Fact]
    public void A_look_at_the_world_that_never_answers_is_an_unreachable_world()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.KeepBack = it => it is LoopCommand<ToySpec>.LookAtAll;

        rig.Pass(95);
        Assert.Contains("within 1m", rig.Commands.OfType<LoopCommand<ToySpec>.WorldReachable>().Last().WhyNot, StringComparison.Ordinal);

        (rig.KeepBack, var late) = (_ => false, rig.KeptBack);
        late.Clear();
        rig.Pass(120);
        Assert.Null(rig.Commands.OfType<LoopCommand<ToySpec>.WorldReachable>().Last().WhyNot);
    }

    [Fact]
    public void Looks_that_never_answer_leave_their_objects_unknown_and_the_others_run()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.LookAt { Id.Value: "a" or "also" } };
        rig.Start("a", "also", "b");
        Assert.Null(rig.Version("b"));

        rig.Pass(61);

        Assert.Contains(rig.Reports, it => it.Id.Value == "a" && it.Holds.Any(hold => hold.Reason == HoldReason.Unknown));
        Assert.Equal("1", rig.Version("b"));
    }

    [Fact]
    public void A_step_that_never_answers_counts_as_failed_a_minute_after_its_deadline_and_a_late_answer_is_ignored()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a");
        rig.Pass(175);
        Assert.Empty(rig.Decisions);

        rig.Pass(10);
        Assert.Contains("did not end within", Assert.Single(rig.Status("a").Failures).Error, StringComparison.Ordinal);

        rig.Release();
        rig.Sweep();
        Assert.Equal("1", rig.Version("a"));
        Assert.Empty(rig.Status("a").Failures);
    }
}
