using Plumb.Agent.Reporting;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Kernel;
using Plumb.Kernel.Decisions;
using Plumb.Kernel.Gates;

namespace Plumb.Agent.Tests.Reporting;

public sealed class SyncRecordTests
{
    private static readonly SyncRecord Before = new("web", Standing.At, SyncRecord.Synced, Error: null);

    [Fact]
    public void A_failed_step_is_the_records_error()
    {
        var after = SyncRecord.After(Before, Ended(DecisionOutcome.Failed, Step("up", "failed", "service db: exit code 1")));

        Assert.Equal((SyncRecord.Failed, "service db: exit code 1"), (after!.Status, after.Error));
    }

    [Fact]
    public void A_run_that_ran_no_step_changes_nothing() => Assert.Same(Before, SyncRecord.After(Before, Ended(DecisionOutcome.Held, Step("up", "held", error: null))));

    [Fact]
    public void A_world_that_went_away_under_the_apply_is_no_failure_of_it()
    {
        var cut = Ended(DecisionOutcome.Interrupted, Step("layout", "succeeded", error: null), Step("up", "unreachable", "cannot reach the engine"));
        var unseen = Ended(DecisionOutcome.Held, Step("layout", "succeeded", error: null), Step("up", "held", error: null)) with
        {
            Holds = [new Hold(HoldReason.Unknown, "it could not be seen", Standing.At, Until: null, Lift: "the engine answers again")],
        };

        Assert.Same(Before, SyncRecord.After(Before, cut));
        Assert.Same(Before, SyncRecord.After(Before, unseen));
    }

    private static StepRecord Step(string action, string outcome, string? error) => new(action, "something", "it differs", outcome, error, TimeSpan.FromSeconds(1));

    private static Decision Ended(DecisionOutcome outcome, params StepRecord[] steps) => new()
    {
        Id = "one",
        Object = new ObjectId("web"),
        Cause = Cause.Sweep,
        Desired = null,
        Differing = null,
        Differences = [],
        Steps = [.. steps],
        Holds = [],
        Outcome = outcome,
        Started = Standing.At,
        Duration = TimeSpan.FromSeconds(2),
    };
}
