using Plumb.Contracts.Stacks;

namespace Plumb.Server.Stacks.Views;

/// <summary>The five conditions of a stack: a pure function of its facts and the newest report.</summary>
internal static class Conditions
{
    public const string Synced = "Synced";
    public const string Healthy = "Healthy";
    public const string Drifted = "Drifted";
    public const string Held = "Held";
    public const string Suspended = "Suspended";

    private const string True = "True";
    private const string False = "False";
    private const string Unknown = "Unknown";

    // compose.md, "Looking": the differences that mean that the actual state left what was applied.
    private static readonly string[] DriftKinds = ["scale", "state", "replaced", "settings", "content", "resource", "image"];

    /// <param name="stack">The facts.</param>
    /// <param name="state">The report that counts; null before the first.</param>
    /// <param name="record">As the stable family shows the stack.</param>
    /// <param name="holds">Of the report, and the control plane's own.</param>
    /// <param name="since">When a condition took a status; asked for each condition once.</param>
    public static IReadOnlyList<ConditionView> Of(
        Stack stack, StackState? state, StackRecord record, IReadOnlyList<HoldView> holds, Func<string, string, DateTimeOffset> since)
    {
        var observed = state?.Report.ObservedSequence;
        return
        [
            Made(Synced, SyncedNow(state, record)),
            Made(Healthy, HealthyNow(state)),
            Made(Drifted, DriftedNow(state)),
            Made(Held, holds is [var hold, ..] ? (True, hold.Reason, hold.Message) : (False, "NotHeld", "Nothing holds it.")),
            Made(Suspended, stack.SuspendedByPerson ? (True, "ByPerson", "A person suspended it.")
                : stack.Settings.Suspend ? (True, "ByFile", "Its plumb.stack.yaml says suspend: true.")
                : (False, "NotSuspended", "It is not suspended.")),
        ];

        ConditionView Made(string type, (string Status, string Reason, string Message) now) =>
            new(type, now.Status, now.Reason, now.Message, since(type, now.Status), observed);
    }

    private static (string, string, string)? NotKnown(StackState? state) => state switch
    {
        null => (Unknown, "NotReported", "No agent has reported on it yet."),
        { Reachable: false } => (Unknown, "AgentUnreachable", $"Agent {state.Agent} was last heard of at {Times.Text(state.LastSeen)}."),
        { Report.Known: false } => (Unknown, "WorldUnknown", state.Report.Holds is [var hold, ..] ? hold.Message : "The agent cannot see the world that it runs in."),
        _ => null,
    };

    private static (string, string, string) SyncedNow(StackState? state, StackRecord record) => NotKnown(state) ?? record.Status switch
    {
        StackStatus.Synced => (True, "Synced", "It is as it should be."),
        StackStatus.Syncing => (False, "Syncing", "It is being applied."),
        StackStatus.Deleting => (False, "Deleting", "It is being removed."),
        StackStatus.Missing => (False, "Missing", record.LastSyncError ?? "Nothing of it runs."),
        StackStatus.Failed => (False, record.Held is null ? "Failed" : "Held", record.LastSyncError ?? "It differs from what it should be."),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.Status, message: null),
    };

    private static (string, string, string) HealthyNow(StackState? state) => NotKnown(state) ?? state!.Report.Health switch
    {
        "healthy" => (True, "Healthy", state.Report.HealthMessage ?? "Every service is healthy."),
        "unhealthy" => (False, "Unhealthy", state.Report.HealthMessage ?? "A service is not healthy."),
        "progressing" => (Unknown, "Progressing", state.Report.HealthMessage ?? "Its services are still starting."),
        _ => (Unknown, "HealthUnknown", state.Report.HealthMessage ?? "Its health is not known."),
    };

    private static (string, string, string) DriftedNow(StackState? state)
    {
        if (NotKnown(state) is { } unknown)
        {
            return unknown;
        }

        // With its last container the labels went; the agent's record of the apply stays.
        if (state!.Report is { SyncedComposeHash: null, LastSyncStatus: not "synced" })
        {
            return (False, "NeverApplied", "It was never applied, so it cannot have drifted.");
        }

        var drift = state.Report.Differences.Where(d => DriftKinds.Contains(d.Kind, StringComparer.Ordinal)).ToList();
        return drift.Count == 0
            ? (False, "NoDrift", "It is as it was applied.")
            : (True, "Drifted", string.Join(' ', drift.Take(3).Select(Explaining.Sentences.Difference)) + (drift.Count > 3 ? $" And {drift.Count - 3} more." : ""));
    }
}
