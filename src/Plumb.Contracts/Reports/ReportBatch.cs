using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Alerts;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Stacks;

namespace Plumb.Contracts.Reports;

/// <summary>Opens a session of an agent. <c>POST /api/v1/agents/{agent}/sessions</c>.</summary>
/// <param name="Instance">Whose containers are this agent's.</param>
/// <param name="Version">Plumb's version.</param>
/// <param name="Drivers">What it offers, such as <c>compose</c>.</param>
/// <param name="IntervalSeconds">Its sweep interval; unheard of for three of them, it is unreachable.</param>
public sealed record SessionRequest(string Instance, string Version, IReadOnlyList<string> Drivers, double IntervalSeconds)
{
    /// <summary>The agent's labels, these and no others; null: as they are.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The agent's annotations, these and no others; null: as they are.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}

/// <param name="Generation">The newest generation works; an older process is told 409 <c>session.fenced</c>.</param>
public sealed record SessionGrant(long Generation);

/// <summary>What an agent has to say. <c>POST /api/v1/agents/{agent}/reports</c>. Idempotent, in any order.</summary>
public sealed record ReportBatch(long Generation, IReadOnlyList<ReportItem> Items);

/// <summary>One thing an agent says. Ids are the agent's own; the same id twice is one thing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StackReport), "stack")]
[JsonDerivedType(typeof(StackGone), "stackGone")]
[JsonDerivedType(typeof(DecisionReport), "decision")]
[JsonDerivedType(typeof(AlertReport), "alert")]
[JsonDerivedType(typeof(AlertsStanding), "alerts")]
[JsonDerivedType(typeof(WorldReport), "world")]
public abstract record ReportItem
{
    public required string Id { get; init; }

    /// <summary>Grows within a generation: the newest observation of a thing wins by (generation, number).</summary>
    public required long Number { get; init; }

    /// <summary>The generation that made it, for things kept on disk by an earlier process; null: the batch's.</summary>
    public long? Generation { get; init; }
}

/// <summary>How a stack stands on the agent.</summary>
public sealed record StackReport : ReportItem
{
    public required string StackId { get; init; }

    /// <summary>As people name it; null: an older agent does not say.</summary>
    public string? Name { get; init; }

    public required StackStatus Status { get; init; }

    /// <summary>Sequence of the deployment object that was last looked at.</summary>
    public required long ObservedSequence { get; init; }

    public string? ComposeHash { get; init; }

    public string? Fingerprint { get; init; }

    public required IReadOnlyList<DifferenceView> Differences { get; init; }

    /// <summary>The key of each difference, all of them, while some wait for a person; empty otherwise.</summary>
    [AllowNull]
    public IReadOnlyList<string> DifferenceKeys { get; init => field = value ?? []; } = [];

    public required IReadOnlyList<HoldView> Holds { get; init; }

    public required IReadOnlyList<FailureView> Failures { get; init; }

    public required string Health { get; init; }

    public string? HealthMessage { get; init; }

    /// <summary>False when the world could not be seen.</summary>
    public required bool Known { get; init; }

    /// <summary><c>idle</c>, <c>queued</c> or <c>running</c>.</summary>
    public required string Activity { get; init; }

    public string? SyncedRevision { get; init; }

    public string? SyncedCommitMessage { get; init; }

    public string? SyncedComposeHash { get; init; }

    public DateTimeOffset? SyncedAt { get; init; }

    public DateTimeOffset? LastSyncAt { get; init; }

    public string? LastSyncStatus { get; init; }

    public string? LastSyncError { get; init; }

    public required IReadOnlyList<ContainerView> Containers { get; init; }

    /// <summary>Ids of the requests of the target state that were handled by now.</summary>
    [AllowNull]
    public IReadOnlyList<string> Handled { get; init => field = value ?? []; } = [];

    /// <summary>When the look behind this was made.</summary>
    public required DateTimeOffset LookedAt { get; init; }
}

/// <summary>Nothing of this stack is left on the agent, and it is not desired here.</summary>
public sealed record StackGone : ReportItem
{
    public required string StackId { get; init; }
}

public sealed record DecisionReport : ReportItem
{
    public required DecisionView Decision { get; init; }
}

public sealed record AlertReport : ReportItem
{
    public required AlertView Alert { get; init; }
}

/// <summary>
/// Which alerts fire on the agent, by their keys, and no others: what an agent that lost its memory, or whose disk is an older copy, fired before and
/// knows nothing of is over. Said at each session.
/// </summary>
public sealed record AlertsStanding : ReportItem
{
    public required IReadOnlyList<string> Firing { get; init; }
}

/// <summary>A world of the agent: reachable or not, and where its breaker stands.</summary>
public sealed record WorldReport : ReportItem
{
    public required WorldView World { get; init; }

    /// <summary>Ids of the breaker requests of the target state that were handled by now.</summary>
    [AllowNull]
    public IReadOnlyList<string> Handled { get; init => field = value ?? []; } = [];
}
