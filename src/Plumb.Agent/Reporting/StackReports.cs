using Plumb.Compose.Plan;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Reporting;

/// <summary>What is said of a stack: a pure function of how it stands.</summary>
internal static class StackReports
{
    // One look of a stack that went all wrong must still fit one report.
    private const int MostDifferences = 500;

    public static StackReport Of(StackStanding stack, IReadOnlyList<string> handled, string id, long number)
    {
        var status = stack.Status;
        return new StackReport
        {
            Id = id,
            Number = number,
            StackId = stack.Target.Id,
            Name = stack.Target.Name,
            Status = StackStatusOf.Standing(stack),
            ObservedSequence = stack.Spec?.Target.Sequence ?? stack.Target.Sequence,
            ComposeHash = stack.Spec?.Rendered?.ComposeHash,
            Fingerprint = status?.Differing,
            Differences = status is null ? [] : [.. status.Differences.Take(MostDifferences).Select(Views.Of)],
            DifferenceKeys = Keys(status),
            Holds = status is null ? [] : [.. status.Holds.Select(Views.Of)],
            Failures = [.. (status?.Failures ?? []).Select(Views.Of), .. Preparing(stack)],
            Health = Views.Word(HealthOf(stack).ToString()),
            HealthMessage = HealthOf(stack) == Health.Unknown ? NotRunning(stack) : status?.HealthMessage,
            Known = stack.Seen is Seen.Present or Seen.Absent,
            Activity = stack.Executing ? "running" : Views.Word((status?.Activity ?? Kernel.Loop.Activity.Idle).ToString()),
            SyncedRevision = stack.Facts.Revision,
            SyncedCommitMessage = stack.Facts.CommitMessage,
            SyncedComposeHash = stack.Facts.ComposeHash,
            SyncedAt = stack.Facts.SyncedAt,
            LastSyncAt = stack.Sync?.At,
            LastSyncStatus = stack.Executing ? SyncRecord.Syncing : stack.Sync?.Status,
            LastSyncError = Error(stack),
            Containers = stack.Actual is null ? [] : [.. stack.Actual.Containers.Where(c => !c.OneOff).Select(Views.Of)],
            Handled = handled,
            LookedAt = stack.LookedAt,
        };
    }

    private static IReadOnlyList<string> Keys(ObjectStatus? status) => status?.Holds.Any(hold => hold.Reason == HoldReason.AwaitingAcknowledgement) == true
        ? [.. status.Differences.Select(DifferenceFingerprint.KeyOf).OfType<string>().Distinct(StringComparer.Ordinal)]
        : [];

    /// <summary>Those that run may be well: a stack is only healthy when all that should run does.</summary>
    private static Health HealthOf(StackStanding stack) => stack.Status is null || (stack.Status.Health == Health.Healthy && NotRunning(stack) is not null) ? Health.Unknown : stack.Status.Health;

    private static string? NotRunning(StackStanding stack) =>
        stack.Actual is not { Containers.Count: > 0 } && (stack.Removed || stack.Differs) ? "None of its containers is there."
        : stack.Status?.Differences.Any(difference => difference.Kind is DifferenceKinds.Scale or DifferenceKinds.State) == true ? "Not all of its containers run."
        : null;

    private static string? Error(StackStanding stack)
    {
        if (stack.Failure is { } unprepared)
            return unprepared.Error;
        if (stack.Status is { Failures.IsEmpty: false } failing)
            return failing.Failures.MaxBy(f => f.LastAt)!.Error;
        if (stack.Differs && stack.Status is { Holds.IsEmpty: false } held)
            return SyncRecord.OfHold(held.Holds[0]);
        return stack.Sync?.Error;
    }

    private static IEnumerable<FailureView> Preparing(StackStanding stack) => stack.Failure is { } failure
        ? [new FailureView("prepare", failure.Count, failure.Error, failure.LastAt, failure.NextTryAt)]
        : [];
}
