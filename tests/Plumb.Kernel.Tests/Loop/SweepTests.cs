using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class SweepTests
{
    [Fact]
    public void What_is_desired_and_missing_is_made_after_the_first_look()
    {
        var rig = new LoopRig().Start("a", "b");

        Assert.Equal("1", rig.Version("a"));
        Assert.Equal("1", rig.Version("b"));
        Assert.Equal(Activity.Idle, rig.Status("a").Activity);
        Assert.Empty(rig.Status("a").Differences);
    }

    [Fact]
    public void What_is_broken_without_a_word_is_repaired_by_the_next_sweep()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Break("a");

        rig.Sweep();

        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void A_sweep_of_a_world_in_sync_sends_out_a_look_and_the_next_wake_and_nothing_else()
    {
        var rig = new LoopRig().Start("a", "b", "c");
        rig.Sweep();
        rig.Commands.Clear();

        rig.Pass(300);

        Assert.Equal(10, rig.Sweeps.Count());
        Assert.All(rig.Commands, it => Assert.True(it is LoopCommand<ToySpec>.LookAtAll or LoopCommand<ToySpec>.Wake, $"{it}"));
    }

    [Fact]
    public void A_sweep_looks_only_at_the_objects_that_differ_one_by_one()
    {
        var rig = new LoopRig().Start("a", "b", "c");
        rig.Sweep();
        rig.Commands.Clear();
        rig.Break("b");

        rig.Sweep();

        Assert.All(rig.Looks, it => Assert.Equal(new("b"), it.Id));
    }

    [Fact]
    public void No_second_look_at_the_world_is_sent_out_while_one_is_out()
    {
        var rig = new LoopRig(new() { AnswerWithin = TimeSpan.FromHours(1) }).Start("a");
        rig.KeepBack = it => it is LoopCommand<ToySpec>.LookAtAll;
        rig.Sweep();
        rig.Commands.Clear();

        rig.Hint();
        rig.Pass(600);

        Assert.Empty(rig.Sweeps);
    }

    [Fact]
    public void Sweeps_go_on_while_a_step_hangs()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a", "b");
        rig.World[new("b")] = new("0");
        rig.Commands.Clear();

        rig.Pass(90);

        Assert.Equal(3, rig.Sweeps.Count());
        Assert.Equal("0", Assert.Single(rig.Status("b").Differences).Actual);
    }

    [Fact]
    public void A_look_that_began_before_a_repair_ended_does_not_undo_what_is_known_of_it()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.KeepBack = it => it is LoopCommand<ToySpec>.LookAtAll;
        rig.Sweep();
        var stale = (LoopCommand<ToySpec>.LookAtAll)Assert.Single(rig.KeptBack);
        rig.Break("a");
        rig.Hint("a");
        Assert.Equal("1", rig.Version("a"));
        rig.Commands.Clear();

        rig.Send(new LoopEvent<ToySpec, ToySeen>.WorldSeen(stale.Sweep, WorldLook<ToySeen>.Complete(new Dictionary<ObjectId, ToySeen>())));

        Assert.Empty(rig.Reports);
        Assert.Empty(rig.Looks);
    }

    [Fact]
    public void A_doubled_answer_is_no_second_sweep()
    {
        var rig = new LoopRig().Start("a");
        rig.Sweep();
        rig.Commands.Clear();

        rig.Send(new LoopEvent<ToySpec, ToySeen>.WorldSeen(1, WorldLook<ToySeen>.Complete(new Dictionary<ObjectId, ToySeen>())));

        Assert.Empty(rig.Commands);
    }

    [Fact]
    public void Sweeps_are_jittered_by_a_twentieth_of_the_interval()
    {
        var early = new LoopRig(new(), randomness: () => 0);
        var late = new LoopRig(new(), randomness: () => 0.999999);

        Assert.Equal(28.5, FirstPause(early), 0.01);
        Assert.Equal(31.5, FirstPause(late), 0.01);

        static double FirstPause(LoopRig rig)
        {
            var start = rig.Now;
            rig.Send(new LoopEvent<ToySpec, ToySeen>.Started());
            return (rig.Commands.OfType<LoopCommand<ToySpec>.Wake>().Last().At - start).TotalSeconds;
        }
    }

    [Fact]
    public void A_planner_that_throws_holds_its_own_object_only()
    {
        var toy = new ToyPlanner();
        var rig = new LoopRig(planner: new PlannerOf((id, desired, actual, context) =>
            id == new ObjectId("bad") ? throw new InvalidOperationException("boom") : toy.Plan(id, desired, actual, context)));

        rig.Start("bad", "good");

        Assert.Equal("1", rig.Version("good"));
        Assert.Contains("boom", Assert.Single(rig.Status("bad").Holds).Message, StringComparison.Ordinal);
    }
}
