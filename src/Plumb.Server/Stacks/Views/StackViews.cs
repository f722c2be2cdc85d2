using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Platform.Secrets;

namespace Plumb.Server.Stacks.Views;

/// <summary>A stack as people see it: a pure function of its facts and what agents said last.</summary>
internal static class StackViews
{
    /// <param name="stack">The facts.</param>
    /// <param name="policies">With every default filled in.</param>
    /// <param name="agents">Names of the agents that should run it.</param>
    /// <param name="states">What agents said last.</param>
    /// <param name="since">When a condition (type, status) took its status.</param>
    public static StackView Build(
        Stack stack, StackPolicies policies, IReadOnlyList<string> agents, IReadOnlyList<StackState> states, Func<string, string, DateTimeOffset> since)
    {
        var state = Chosen(states);
        var report = state?.Report;
        var holds = Holds(stack, report, since);
        var record = RecordOf(stack, policies, report, holds);
        return new StackView
        {
            Id = stack.Id,
            Name = stack.DisplayName,
            Publisher = stack.Publisher.Name,
            Scope = stack.Publisher.Scope,
            Driver = stack.Driver,
            Agents = agents,
            Labels = stack.Labels,
            Annotations = stack.Annotations,
            Selector = stack.Selector,
            Own = stack.Own,
            Deletion = stack.Deletion,
            // Names only: a value may be a secret, and whoever may read stacks may not read those.
            Settings = stack.Settings with { Variables = stack.Settings.Variables.ToDictionary(v => v.Key, _ => SecretMask.Stars, StringComparer.Ordinal) },
            Sequence = stack.Sequence,
            Revision = stack.Revision,
            CommitMessage = stack.CommitMessage,
            Pin = stack.Pin,
            Suspended = stack.Suspended,
            Stopped = stack.Stopped,
            Record = record,
            Health = report?.Health,
            Conditions = Conditions.Of(stack, state, record, holds, since),
            Differences = report?.Differences ?? [],
            Holds = holds,
            Failures = report?.Failures ?? [],
            // An agent that has not looked yet has no time to tell.
            LookedAt = report is { } told && told.LookedAt > DateTimeOffset.MinValue ? told.LookedAt : null,
            Pending = stack.Requests,
        };
    }

    /// <summary>Of several agents' reports the one that a person should see first: the worst, then the newest.</summary>
    public static StackState? Chosen(IReadOnlyList<StackState> states)
    {
        var candidates = states.Any(state => state.Responsible) ? states.Where(state => state.Responsible) : states;
        return candidates.OrderBy(state => Rank(state.Report.Status)).ThenByDescending(state => state.Report.LookedAt).FirstOrDefault();
    }

    private static int Rank(StackStatus status) => status switch
    {
        StackStatus.Failed => 0,
        StackStatus.Deleting => 1,
        StackStatus.Syncing => 2,
        StackStatus.Missing => 3,
        StackStatus.Synced => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
    };

    // Refused content is known here before any agent has looked.
    private static IReadOnlyList<HoldView> Holds(Stack stack, StackReport? report, Func<string, string, DateTimeOffset> since)
    {
        var holds = report?.Holds ?? [];
        return stack.Refusal is not { } refusal || holds.Any(hold => hold.Reason == "Refused")
            ? holds
            : [new HoldView("Refused", $"{refusal.File} ({refusal.Rule}): {refusal.Message}", since(Conditions.Held, "True"), Until: null, "Mend the file and commit."), .. holds];
    }

    private static StackRecord RecordOf(Stack stack, StackPolicies policies, StackReport? report, IReadOnlyList<HoldView> holds)
    {
        var held = holds is [var first, ..] ? first : null;
        var status = report?.Status ?? (stack.Refusal is null ? StackStatus.Missing : StackStatus.Failed);
        if (status is StackStatus.Synced && stack.Refusal is not null)
        {
            status = StackStatus.Failed;
        }

        return new StackRecord
        {
            Path = stack.DisplayName,
            ComposeFile = stack.ComposeFile,
            ComposeHash = report?.ComposeHash,
            Fingerprint = report?.Fingerprint,
            Status = status,
            Held = held?.Reason,
            Orphaned = stack.GoneAt is not null && !policies.MayGo(stack.GoneAcknowledged),
            SyncedRevision = report?.SyncedRevision,
            SyncedCommitMessage = report?.SyncedCommitMessage,
            SyncedComposeHash = report?.SyncedComposeHash,
            SyncedAt = report?.SyncedAt,
            LastSyncAt = report?.LastSyncAt,
            LastSyncStatus = report?.LastSyncStatus,
            LastSyncError = report?.LastSyncError ?? (status is StackStatus.Failed or StackStatus.Missing && held is not null ? $"held: {held.Reason}: {held.Message}" : null),
            ContainersRunning = report?.Containers.Count(container => container.State == "running") ?? 0,
            ContainersTotal = report?.Containers.Count ?? 0,
        };
    }
}
