using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class HoldTests
{
    [Fact]
    public void Suspended_is_looked_at_and_reported_and_not_touched_until_resumed()
    {
        var rig = new LoopRig().Start("a");
        rig.Want("a", suspended: true);
        rig.Break("a");
        rig.Sweep();
        rig.Ask("a");
        Assert.Null(rig.Version("a"));
        Assert.Equal([HoldReason.Suspended], rig.Holds("a"));
        Assert.Single(rig.Status("a").Differences);

        rig.Want("a");
        Assert.Equal("1", rig.Version("a"));
        Assert.Empty(rig.Holds("a"));
    }

    [Fact]
    public void Suspended_in_the_middle_of_a_run_stops_before_the_next_step()
    {
        var rig = new LoopRig(planner: DecisionTests.Steps("one", "two")) { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("a");

        rig.Want("a", suspended: true);
        rig.Release();

        Assert.Equal(["one"], rig.Executed.Select(it => it.Step.Action));
        Assert.Equal([HoldReason.Suspended], rig.Holds("a"));
    }

    [Fact]
    public void The_planners_own_hold_stands_with_its_words_and_its_time()
    {
        var rig = new LoopRig().Start();
        var until = rig.Now.AddMinutes(2);
        rig.Want("a", hold: new(HoldReason.OutsideWindow, "outside of its window", "the window", until));
        rig.Sweep();

        var hold = Assert.Single(rig.Status("a").Holds);
        Assert.Equal((HoldReason.OutsideWindow, "outside of its window", "the window", until), (hold.Reason, hold.Message, hold.Lift, hold.Until));
        Assert.Empty(rig.Executed);
    }

    [Fact]
    public void A_hold_keeps_the_time_at_which_it_was_placed()
    {
        var rig = new LoopRig().Start();
        var placed = rig.Now;
        rig.Want("a", suspended: true);

        rig.Pass(300);
        rig.World[new("a")] = new("0");
        rig.Sweep();

        Assert.Equal(placed, Assert.Single(rig.Status("a").Holds).Since);
    }

    [Fact]
    public void Steps_before_a_held_one_run_and_those_after_it_do_not()
    {
        var steps = DecisionTests.Steps("one", "two", "three");
        var rig = new LoopRig(planner: new PlannerOf((id, desired, actual, context) =>
        {
            var plan = steps.Plan(id, desired, actual, context);
            return plan with { Steps = [.. plan.Steps.Select(it => it.Action == "two" ? it with { Hold = new(HoldReason.NeedsDecision, "data", "decide") } : it)] };
        }));

        rig.Start("a");

        Assert.Equal("one", Assert.Single(rig.Executed).Step.Action);
        Assert.Equal([HoldReason.NeedsDecision], rig.Holds("a"));
        Assert.Equal(["succeeded", "held", "held"], Assert.Single(rig.Decisions).Steps.Select(it => it.Outcome));
    }

    [Fact]
    public void A_hold_without_a_step_is_reported()
    {
        var rig = new LoopRig(planner: new PlannerOf((_, _, _, _) => new() { Holds = [new(HoldReason.Refused, "bad content", "mend it")] }));

        rig.Start("a");

        Assert.Equal([HoldReason.Refused], rig.Holds("a"));
    }

    [Fact]
    public void While_fenced_no_step_starts_and_afterwards_all_goes_on()
    {
        var rig = new LoopRig();
        rig.Send(new LoopEvent<ToySpec, ToySeen>.FencedBy("session 2"));
        rig.Start("a");
        Assert.Empty(rig.Executed);
        Assert.Equal([HoldReason.Fenced], rig.Holds("a"));

        rig.Send(new LoopEvent<ToySpec, ToySeen>.FencedBy(null));
        rig.Pass(6);
        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void What_depends_on_another_waits_until_that_is_in_sync_and_healthy_and_then_goes_on_at_once()
    {
        var rig = new LoopRig { KeepBack = it => it is LoopCommand<ToySpec>.Execute };
        rig.Start("db");
        rig.Want("web", dependsOn: ["db"]);
        rig.Sweep();
        Assert.Equal([HoldReason.DependencyNotReady], rig.Holds("web"));
        Assert.Contains("db", Assert.Single(rig.Status("web").Holds).Message, StringComparison.Ordinal);

        rig.Release();
        Assert.Equal("1", rig.Version("web"));
    }

    [Fact]
    public void An_unhealthy_dependency_is_not_ready()
    {
        var rig = new LoopRig();
        rig.World[new("db")] = new("1") { Health = Health.Unhealthy };
        rig.Start("db");
        rig.Want("web", dependsOn: ["db"]);
        rig.Sweep();
        Assert.Null(rig.Version("web"));

        rig.World[new("db")] = new("1");
        rig.Sweep();
        Assert.Equal("1", rig.Version("web"));
    }

    [Fact]
    public void A_dependency_whose_newest_spec_is_not_applied_yet_is_not_ready()
    {
        var rig = new LoopRig().Start("db");
        rig.Sweep();
        rig.KeepBack = it => it is LoopCommand<ToySpec>.Execute;
        rig.Want("db", "2");
        rig.Want("web", dependsOn: ["db"]);
        rig.Sweep();
        Assert.Equal([HoldReason.DependencyNotReady], rig.Holds("web"));

        rig.Release();
        Assert.Equal("1", rig.Version("web"));
    }

    [Theory]
    [InlineData("missing", "not desired here")]
    [InlineData("b", "which waits for it")]
    public void A_dependency_that_cannot_become_ready_is_named_with_the_reason(string needed, string words)
    {
        var rig = new LoopRig().Start();
        rig.Want("a", dependsOn: [needed]);
        rig.Want("b", dependsOn: ["a"]);
        rig.Sweep();

        Assert.Contains(words, rig.Status("a").Holds.Single().Message, StringComparison.Ordinal);
    }
}
