using Plumb.Kernel.Decisions;
using Plumb.Kernel.Gates;

namespace Plumb.Agent.Reporting;

/// <summary>How the last apply of a stack went. Kept across restarts; without it these facts are unknown until the next apply.</summary>
/// <param name="StackId">The stack.</param>
/// <param name="At">When the last apply ended.</param>
/// <param name="Status"><c>synced</c> or <c>failed</c>.</param>
/// <param name="Error">Stays until a later look finds every service as it should be.</param>
internal sealed record SyncRecord(string StackId, DateTimeOffset At, string Status, string? Error)
{
    public const string Syncing = "syncing";
    public const string Synced = "synced";
    public const string Failed = "failed";

    /// <summary>The record after a decision; the same one when the decision ran no step, or lost sight of the world.</summary>
    public static SyncRecord? After(SyncRecord? before, Decision decision)
    {
        if (!decision.Steps.Any(s => s.Outcome is not ("held" or "skipped")))
            return before;
        // The world went away under the apply: that is no failure of the stack's, and the apply is tried again.
        if (decision.Steps.Any(s => s.Outcome is "unreachable") || decision.Holds.Any(h => h.Reason == HoldReason.Unknown))
            return before;
        var ended = decision.Started + decision.Duration;
        var id = decision.Object.Value;
        var broken = decision.Steps.FirstOrDefault(s => s.Error is not null && s.Outcome is not ("succeeded" or "held" or "skipped"));
        return decision.Outcome switch
        {
            DecisionOutcome.Succeeded => new SyncRecord(id, ended, Synced, before?.Error),
            DecisionOutcome.Failed => new SyncRecord(id, ended, Failed, broken?.Error ?? "an apply failed"),
            DecisionOutcome.Held => new SyncRecord(id, ended, Failed, decision.Holds.IsEmpty ? broken?.Error : OfHold(decision.Holds[0])),
            DecisionOutcome.Interrupted => new SyncRecord(id, ended, Failed, $"interrupted: {broken?.Error ?? "the apply did not end"}"),
            _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.Outcome, "An unknown outcome."),
        };
    }

    /// <summary>The record once all is as it should be.</summary>
    /// <param name="made">When the newest container was made; a record from before that is of an older copy of the disk.</param>
    public SyncRecord Good(DateTimeOffset? made) => this with { At = made > At ? made.Value : At, Status = Synced, Error = null };

    public static string OfHold(Hold hold) => $"held: {hold.Reason}: {hold.Message}";
}
