using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

public sealed class LadderTests
{
    [Fact]
    public void The_first_failure_is_tried_again_by_the_next_sweep_and_not_by_a_hint()
    {
        var rig = Failing();
        rig.Hint("a");
        rig.Want("b");
        Assert.Single(rig.Executed, it => it.Id.Value == "a");
        Assert.Null(Assert.Single(rig.Status("a").Failures).NextTryAt);
        Assert.Equal([HoldReason.BackingOff], rig.Holds("a"));

        rig.Sweep();
        Assert.Equal(2, rig.Executed.Count(it => it.Id.Value == "a"));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.5, 15)]
    [InlineData(0.999999, 30)]
    public void The_second_backs_off_with_full_jitter(double randomness, double seconds)
    {
        var rig = Failing(new() { Jitter = 0 }, randomness);
        rig.Sweep();

        var failure = rig.Reports.SelectMany(it => it.Failures).First(it => it.Count == 2);
        Assert.Equal(seconds, (failure.NextTryAt!.Value - failure.LastAt).TotalSeconds, 0.01);
    }

    [Fact]
    public void Backoffs_double_up_to_the_cap()
    {
        var rig = Failing(new() { Jitter = 0, Ladder = new() { BlockAt = 100 } }, randomness: 0.999999);
        rig.Pass(TimeSpan.FromHours(3));

        var waits = rig.Reports.SelectMany(it => it.Failures).Where(it => it.NextTryAt is not null).DistinctBy(it => it.Count)
            .Select(it => Math.Round((it.NextTryAt!.Value - it.LastAt).TotalSeconds)).Take(8);
        Assert.Equal([30, 60, 120, 240, 480, 900, 900, 900], waits);
    }

    [Fact]
    public void It_is_tried_again_when_the_backoff_ends_and_not_only_at_the_sweep()
    {
        var rig = Failing();
        rig.Sweep();
        var next = Assert.Single(rig.Status("a").Failures).NextTryAt!.Value;

        rig.Pass(next - rig.Now);

        Assert.Equal(3, rig.Executed.Count());
        Assert.Equal(next, rig.Now);
    }

    [Fact]
    public void The_third_alerts_once_and_the_fifth_blocks_until_a_person_unblocks()
    {
        var rig = Failing();
        rig.Pass(TimeSpan.FromHours(2));
        Assert.Equal(5, rig.Executed.Count());
        Assert.Equal(["failing:a:create", "blocked:a"], rig.Alerts.Where(it => it.Firing).Select(it => it.Key));
        Assert.Equal([HoldReason.Blocked], rig.Holds("a"));

        rig.Ask("a", Ask.Sync);
        rig.Hint("a");
        Assert.Equal(5, rig.Executed.Count());

        rig.Fails = (_, _) => null;
        rig.Ask("a", Ask.Unblock);
        Assert.Equal("1", rig.Version("a"));
        Assert.Empty(rig.Firing);
        Assert.Empty(rig.Objects);
        Assert.Empty(rig.Status("a").Failures);
    }

    [Fact]
    public void Another_desired_state_clears_failures_and_blocks()
    {
        var rig = Failing();
        rig.Pass(TimeSpan.FromHours(2));
        rig.Fails = (_, _) => null;

        rig.Want("a", "2");

        Assert.Equal("2", rig.Version("a"));
        Assert.Empty(rig.Firing);
        Assert.Empty(rig.Objects);
    }

    [Fact]
    public void Success_clears_the_failures_of_that_action_and_resolves_its_alert()
    {
        var rig = Failing();
        while (rig.Executed.Count() < 4)
            rig.Sweep();
        Assert.Equal(["failing:a:create"], rig.Firing);

        rig.Fails = (_, _) => null;
        rig.Pass(TimeSpan.FromMinutes(16));

        Assert.Equal("1", rig.Version("a"));
        Assert.Empty(rig.Firing);
        Assert.Empty(rig.Objects);
    }

    [Fact]
    public void What_is_no_longer_needed_is_no_longer_failing()
    {
        var rig = Failing();
        rig.Sweep();

        rig.World[new("a")] = new("1");
        rig.Sweep();

        Assert.Empty(rig.Status("a").Failures);
        Assert.Empty(rig.Objects);
    }

    [Fact]
    public void Failures_are_counted_per_action()
    {
        var rig = Failing();
        rig.Sweep();
        rig.World[new("a")] = new("0");
        rig.Hint("a");

        var failure = Assert.Single(rig.Status("a").Failures);
        Assert.Equal(("update", 1), (failure.Action, failure.Count));
    }

    [Fact]
    public void One_objects_failures_do_not_delay_another()
    {
        var rig = new LoopRig { Fails = (id, _) => id.Value == "bad" ? new StepOutcome.Failed("no") : null };
        rig.Start("bad", "good");
        rig.Sweep();
        rig.Break("good");

        rig.Hint("good");

        Assert.Equal("1", rig.Version("good"));
    }

    [Fact]
    public void A_deadline_counts_as_a_failure()
    {
        var rig = new LoopRig { Fails = (_, _) => new StepOutcome.Cancelled("killed", ByDeadline: true) };
        rig.Start("a");

        Assert.Equal(1, Assert.Single(rig.Status("a").Failures).Count);
    }

    [Fact]
    public void Failures_blocks_and_backoffs_survive_a_restart_and_alerts_are_resolved_after_it()
    {
        var before = Failing();
        before.Pass(TimeSpan.FromHours(2));

        var rig = new LoopRig(after: before).Start("a");
        rig.Pass(TimeSpan.FromHours(1));
        Assert.Empty(rig.Executed);
        Assert.Equal([HoldReason.Blocked], rig.Holds("a"));

        rig.Want("a", "2");
        Assert.Equal("2", rig.Version("a"));
        Assert.Equal(["blocked:a", "failing:a:create"], rig.Alerts.Where(it => !it.Firing && it.Object is not null).Select(it => it.Key).Order());
    }

    [Fact]
    public void A_backoff_goes_on_after_a_restart_from_where_it_was()
    {
        var before = Failing();
        before.Sweep();
        var next = Assert.Single(before.Status("a").Failures).NextTryAt!.Value;

        var rig = new LoopRig(after: before).Start("a");
        rig.Pass(next - rig.Now - TimeSpan.FromSeconds(1));
        Assert.Empty(rig.Executed);

        rig.Pass(1);
        Assert.Single(rig.Executed);
    }

    [Fact]
    public void Memory_of_what_is_desired_otherwise_by_now_is_dropped()
    {
        var before = Failing();
        before.Pass(TimeSpan.FromHours(2));

        var rig = new LoopRig(after: before).Start();
        rig.Want("a", "2");

        Assert.Equal("2", rig.Version("a"));
        Assert.Empty(rig.Objects);
    }

    [Fact]
    public void Memory_of_what_is_neither_desired_nor_there_is_dropped()
    {
        var before = Failing();
        before.Pass(TimeSpan.FromHours(2));

        var rig = new LoopRig(after: before).Start();
        rig.Sweep();

        Assert.Empty(rig.Objects);
        Assert.Empty(rig.Firing);
    }

    [Fact]
    public void Steps_before_the_one_that_backs_off_are_not_done_again_while_nothing_changed()
    {
        var rig = new LoopRig(planner: DecisionTests.Steps("prepare", "apply"))
        {
            Fails = (_, step) => step.Action == "apply" ? new StepOutcome.Failed("no") : null,
        };
        rig.Start("a");
        rig.World[new("a")] = new("half");
        rig.Pass(TimeSpan.FromHours(2));

        Assert.Equal(rig.Executed.Count(it => it.Step.Action == "apply"), rig.Executed.Count(it => it.Step.Action == "prepare"));
    }

    private static LoopRig Failing(LoopOptions? options = null, double randomness = 0.5)
    {
        var rig = new LoopRig(options, randomness: () => randomness)
        {
            Fails = (id, _) => id.Value == "a" ? new StepOutcome.Failed("no space left") : null,
        };
        return rig.Start("a");
    }
}
