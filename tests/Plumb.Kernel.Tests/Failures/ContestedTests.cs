using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class ContestedTests
{
    [Fact]
    public void Two_repairs_are_made_at_once_the_third_waits_two_seconds_and_each_further_one_three_times_as_long()
    {
        var rig = new LoopRig().Start("a");
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            rig.Break("a");
            rig.Hint("a");
            var began = rig.Now;
            while (rig.Version("a") is null)
                rig.Pass(1);
            waits.Add((rig.Now - began).TotalSeconds);
        }

        Assert.Equal([0, 0, 2, 6, 18, 54, 162, 300], waits);
    }

    [Fact]
    public void It_is_held_contested_with_one_alert_that_names_what_keeps_changing()
    {
        var rig = Contested();

        Assert.Equal([HoldReason.Contested], rig.Holds("a"));
        var alert = Assert.Single(rig.Alerts, it => it.Firing);
        Assert.Equal("contested:a", alert.Key);
        Assert.Contains("version", alert.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Left_alone_for_a_window_it_is_forgotten_and_the_alert_is_resolved()
    {
        var rig = Contested();

        rig.Pass(TimeSpan.FromMinutes(11));

        Assert.Empty(rig.Firing);
        Assert.Empty(rig.Objects);
        rig.Break("a");
        rig.Hint("a");
        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void Repairs_spread_over_more_than_the_window_are_never_contested()
    {
        var rig = new LoopRig().Start("a");
        for (var i = 0; i < 10; i++)
        {
            rig.Pass(TimeSpan.FromMinutes(6));
            rig.Break("a");
            rig.Hint("a");
            Assert.Equal("1", rig.Version("a"));
        }

        Assert.Empty(rig.Firing);
    }

    [Fact]
    public void Changes_of_what_is_desired_are_no_contest()
    {
        var rig = new LoopRig().Start("a");

        for (var i = 2; i < 12; i++)
        {
            rig.Want("a", $"{i}");
            Assert.Equal($"{i}", rig.Version("a"));
        }

        Assert.Empty(rig.Firing);
    }

    [Fact]
    public void A_sync_repairs_at_once()
    {
        var rig = Contested();

        rig.Ask("a");

        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void It_survives_a_restart()
    {
        var before = Contested();

        var rig = new LoopRig(after: before).Start("a");
        Assert.Empty(rig.Executed);
        Assert.Equal([HoldReason.Contested], rig.Holds("a"));

        rig.Pass(3);
        Assert.Equal("1", rig.Version("a"));
    }

    [Fact]
    public void What_is_undone_faster_than_one_can_look_does_not_keep_the_loop_busy()
    {
        var rig = new LoopRig();
        rig.AfterStep = id => rig.World.Remove(id);
        rig.Start("a", "b");

        rig.Pass(600);

        Assert.InRange(rig.Executed.Count(), 10, 20);
        Assert.Equal(["contested:a", "contested:b"], rig.Firing.Order());
    }

    [Fact]
    public void Two_steps_that_undo_each_other_do_not_keep_the_loop_busy()
    {
        var flip = 0;
        var rig = new LoopRig(planner: new PlannerOf((id, _, _, _) => new()
        {
            Differences = [new("side", null, null, null, $"{flip++ % 2}")],
            Steps = [new ToyStep { Action = "flip", World = "toy", Changes = "sides", Why = "wrong side", Makes = "1" }],
        }));
        rig.Start("a");

        rig.Pass(600);

        Assert.InRange(rig.Executed.Count(), 5, 40);
    }

    [Fact]
    public void What_is_undone_again_and_again_while_another_part_waits_to_be_tried_again_does_not_keep_the_loop_busy()
    {
        // One part comes up and ends after a second; the other fails each time, and backs off.
        var rig = new LoopRig(planner: new PlannerOf((_, _, actual, _) => new()
        {
            Differences = actual.Actual is null ? [new("state", "web", null, null, null), new("state", "other", null, null, null)] : [new("state", "other", null, null, null)],
            Steps =
            [
                new ToyStep { Action = "up", World = "toy", Changes = "both", Why = "not up", Makes = "half" },
                new ToyStep { Action = "verify", World = "toy", Changes = "nothing", Why = "to see", Makes = "half" },
            ],
        }));
        rig.Fails = (_, step) => step.Action == "verify" ? new StepOutcome.Failed("other does not come up") : null;
        rig.Start("a");

        for (var second = 0; second < 600; second++)
        {
            rig.Pass(1);
            rig.Break("a");
            rig.Hint("a");
        }

        Assert.InRange(rig.Executed.Count(it => it.Step.Action == "up"), 5, 30);
        Assert.Contains("contested:a", rig.Alerts.Select(alert => alert.Key));
    }

    [Fact]
    public void A_plan_of_several_runs_that_makes_progress_is_no_contest()
    {
        var rig = new LoopRig(planner: new PlannerOf((id, _, actual, _) =>
        {
            var done = int.Parse(actual.Actual?.Version ?? "0");
            return done == 6 ? Plan.InSync : new()
            {
                Differences = [new("done", null, null, "6", $"{done}")],
                Steps = [new ToyStep { Action = "next", World = "toy", Changes = "one more", Why = "not all", Makes = $"{done + 1}" }],
            };
        }));

        rig.Start("a");

        Assert.Equal("6", rig.Version("a"));
        Assert.Empty(rig.Firing);
    }

    private static LoopRig Contested()
    {
        var rig = new LoopRig().Start("a");
        for (var i = 0; i < 3; i++)
        {
            rig.Pass(1);
            rig.Break("a");
            rig.Hint("a");
        }

        return rig;
    }
}
