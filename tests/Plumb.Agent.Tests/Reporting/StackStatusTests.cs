using Plumb.Agent.Desired;
using Plumb.Agent.Reporting;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Reporting;

/// <summary>The table of statuses of the reference, a row a test.</summary>
public sealed class StackStatusTests
{
    [Fact]
    public void Not_applied_yet_is_missing() => Assert.Equal(StackStatus.Missing, Of(Standing.Absent().Differing()));

    [Fact]
    public void Held_before_its_first_apply_is_missing_and_says_what_holds_it()
    {
        var stack = Standing.Absent().Differing().Held(HoldReason.NotOurs, "project 'web' is somebody else's");

        Assert.Equal(StackStatus.Missing, Of(stack));
        Assert.Equal("held: NotOurs: project 'web' is somebody else's", Error(stack));
    }

    [Fact]
    public void What_does_not_run_is_not_healthy_whatever_else_runs()
    {
        var part = StackReports.Of(Standing.Present().Differing(), [], "", 0);
        var gone = StackReports.Of(Standing.Absent() with { Removed = true }, [], "", 0);

        Assert.Equal(("unknown", "Not all of its containers run."), (part.Health, part.HealthMessage));
        Assert.Equal(("unknown", "None of its containers is there."), (gone.Health, gone.HealthMessage));
        Assert.Equal("healthy", StackReports.Of(Standing.Present().InSync(), [], "", 0).Health);
    }

    [Fact]
    public void Refused_content_that_never_ran_is_missing_with_the_refusal() =>
        Assert.Equal("held: Refused: compose.yaml: too deep", Error(Standing.Absent().Held(HoldReason.Refused, "compose.yaml: too deep")));

    [Fact]
    public void An_apply_that_runs_is_syncing() => Assert.Equal(StackStatus.Syncing, Of(Standing.Present().Differing() with { Executing = true }));

    [Fact]
    public void A_look_that_agreed_is_synced() => Assert.Equal(StackStatus.Synced, Of(Standing.Present().InSync()));

    [Fact]
    public void Suspended_and_as_it_should_be_is_synced() =>
        Assert.Equal(StackStatus.Synced, Of(Standing.Present().InSync().Held(HoldReason.Suspended, "by ann")));

    [Fact]
    public void Different_and_held_is_failed_with_the_hold_as_error()
    {
        var stack = Standing.Present().Differing().Held(HoldReason.AwaitingAcknowledgement, "drift is flagged");

        Assert.Equal(StackStatus.Failed, Of(stack));
        Assert.Equal("held: AwaitingAcknowledgement: drift is flagged", Error(stack));
    }

    [Fact]
    public void A_failure_is_failed_with_its_error_whatever_else_holds_it()
    {
        var stack = Standing.Present().Differing().Failing("service db: exit code 1").Held(HoldReason.BackingOff, "30s");

        Assert.Equal(StackStatus.Failed, Of(stack));
        Assert.Equal("service db: exit code 1", Error(stack));
    }

    [Fact]
    public void A_first_apply_that_failed_is_failed_though_nothing_runs() =>
        Assert.Equal(StackStatus.Failed, Of(Standing.Absent().Differing().Failing("no such image")));

    [Fact]
    public void What_should_go_is_not_missing_while_it_is_there() =>
        Assert.Equal(StackStatus.Synced, Of(Standing.Present().InSync() with { Removed = true, Shown = StackStatus.Synced }));

    [Fact]
    public void A_removal_that_runs_is_deleting() =>
        Assert.Equal(StackStatus.Deleting, Of(Standing.Present().Differing() with { Executing = true, Removed = true }));

    [Theory]
    [InlineData(StackStatus.Synced)]
    [InlineData(StackStatus.Failed)]
    [InlineData(StackStatus.Missing)]
    public void A_world_that_cannot_be_seen_leaves_the_status_as_it_was_and_says_that_it_is_not_known(StackStatus before)
    {
        var stack = Standing.Present().Differing() with { Seen = Seen.Unknown, Shown = before };

        Assert.Equal(before, Of(stack));
        Assert.False(StackReports.Of(stack, [], "", 0).Known);
    }

    [Theory]
    [InlineData(StackStatus.Synced, StackStatus.Synced)]
    [InlineData(StackStatus.Failed, StackStatus.Failed)]
    [InlineData(StackStatus.Syncing, StackStatus.Missing)]
    public void A_world_that_went_away_before_a_difference_could_be_repaired_is_no_failure_of_the_stack(StackStatus before, StackStatus after) =>
        Assert.Equal(after, Of(Standing.Present().Differing().Held(HoldReason.Unknown, "the engine does not answer") with { Shown = before }));

    [Fact]
    public void After_a_restart_with_the_world_away_the_last_apply_tells() => Assert.Equal(
        StackStatus.Synced, Of(Standing.Nothing() with { Seen = Seen.Unknown, Sync = new SyncRecord("id-web", Standing.At, SyncRecord.Synced, Error: null) }));

    [Fact]
    public void What_cannot_be_prepared_says_why_and_counts()
    {
        var target = Standing.Nothing().Target;
        var stack = Standing.Nothing() with { Failure = new PreparationFailure(target, 3, "content could not be fetched", Standing.At, Standing.At) };

        var report = StackReports.Of(stack, [], "", 0);

        Assert.Equal((StackStatus.Missing, "content could not be fetched"), (report.Status, report.LastSyncError));
        Assert.Equal(("prepare", 3), (report.Failures[0].Action, report.Failures[0].Count));
    }

    [Fact]
    public void The_error_of_the_last_apply_stays_while_the_stack_is_not_good()
    {
        var stack = Standing.Present().InSync() with { Sync = new SyncRecord("id-web", Standing.At, SyncRecord.Failed, "service db: exit code 1") };

        Assert.Equal("service db: exit code 1", Error(stack));
    }

    private static StackStatus Of(StackStanding stack) => StackStatusOf.Standing(stack);

    private static string? Error(StackStanding stack) => StackReports.Of(stack, [], "", 0).LastSyncError;
}
