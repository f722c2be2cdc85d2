using Plumb.Kernel.Decisions;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class DecisionTests
{
    [Fact]
    public void A_run_that_did_something_is_one_decision_with_cause_differences_steps_and_why()
    {
        var rig = new LoopRig().Start("a");

        var decision = Assert.Single(rig.Decisions);
        Assert.Equal((Cause.Start, "1", DecisionOutcome.Succeeded), (decision.Cause, decision.Desired, decision.Outcome));
        Assert.Equal("version", Assert.Single(decision.Differences).Kind);
        Assert.Equal(DifferenceFingerprint.Of(decision.Differences), decision.Differing);
        Assert.Equal(("create", "a to 1", "it is missing", "succeeded"), Tell(Assert.Single(decision.Steps)));
    }

    [Fact]
    public void A_failure_ends_the_run_and_the_steps_after_it_are_skipped()
    {
        var rig = new LoopRig(planner: Steps("one", "two", "three"))
        {
            Fails = (_, step) => step.Action == "two" ? new StepOutcome.Failed("broke") : null,
        };
        rig.Start("a");

        var decision = Assert.Single(rig.Decisions);
        Assert.Equal(["succeeded", "failed", "skipped"], decision.Steps.Select(it => it.Outcome));
        Assert.Equal("broke", decision.Steps[1].Error);
        Assert.Equal(DecisionOutcome.Failed, decision.Outcome);
        Assert.Equal([HoldReason.BackingOff], decision.Holds.Select(it => it.Reason));
    }

    [Fact]
    public void A_hold_is_written_down_once_and_not_with_each_sweep()
    {
        var rig = new LoopRig().Start();
        rig.Want("a", suspended: true);
        rig.Pass(300);

        var decision = Assert.Single(rig.Decisions);
        Assert.Equal(DecisionOutcome.Held, decision.Outcome);
        Assert.Equal("held", Assert.Single(decision.Steps).Outcome);
    }

    [Fact]
    public void A_hold_that_went_and_came_again_is_written_down_again()
    {
        var rig = new LoopRig().Start();
        rig.Want("a", suspended: true);
        rig.World[new("a")] = new("1");
        rig.Sweep();
        rig.Break("a");
        rig.Sweep();

        Assert.Equal(2, rig.Decisions.Count());
    }

    [Fact]
    public void A_failing_object_leaves_one_decision_a_try()
    {
        var rig = new LoopRig { Fails = (_, _) => new StepOutcome.Failed("no") };
        rig.Start("a");

        rig.Pass(TimeSpan.FromHours(1));

        Assert.Equal(5, rig.Executed.Count());
        Assert.Equal(5, rig.Decisions.Count());
    }

    internal static PlannerOf Steps(params string[] actions) => new((id, desired, actual, _) => desired?.Version == actual.Actual?.Version
        ? Plan.InSync
        : new()
        {
            Differences = [new("version", null, null, desired?.Version, actual.Actual?.Version)],
            Steps = [.. actions.Select((action, i) => new ToyStep
            {
                Action = action, World = ToyPlanner.World, Changes = $"{id}", Why = "it differs",
                Makes = i == actions.Length - 1 ? desired?.Version : "half",
            })],
        });

    private static (string Action, string Changes, string Why, string Outcome) Tell(StepRecord step) =>
        (step.Action, step.Changes, step.Why, step.Outcome);
}
