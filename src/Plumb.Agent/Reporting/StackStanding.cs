using Plumb.Agent.Desired;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Reporting;

/// <summary>All that the agent knows of one stack, at one moment.</summary>
internal sealed record StackStanding
{
    /// <summary>As it is, or was last, desired.</summary>
    public required TargetStack Target { get; init; }

    /// <summary>Null while it could not be prepared.</summary>
    public ComposeSpec? Spec { get; init; }

    /// <summary>It should be here no more.</summary>
    public bool Removed { get; init; }

    /// <summary>The loop's newest word; null before the first.</summary>
    public ObjectStatus? Status { get; init; }

    /// <summary>How the newest look ended; null before the first.</summary>
    public Seen? Seen { get; init; }

    /// <summary>What the newest look that could see saw; null when that was nothing.</summary>
    public StackSeen? Actual { get; init; }

    /// <summary>Metadata out of the newest look that could see.</summary>
    public SyncFacts Facts { get; init; } = SyncFacts.None;

    public DateTimeOffset LookedAt { get; init; }

    /// <summary>A step runs, or the next one of the same run is about to.</summary>
    public bool Executing { get; init; }

    public SyncRecord? Sync { get; init; }

    public PreparationFailure? Failure { get; init; }

    /// <summary>The status that was shown last; null before the first.</summary>
    public StackStatus? Shown { get; init; }

    /// <summary>Something of it that carries our mark, or was adopted, is there.</summary>
    public bool AnythingOfOurs => Actual is not null
        && (Actual.Adoption is { Made: false } || Actual.Containers.Any(c => c.Mark is { } mark && (Spec is null || mark.Ownership == Spec.Ownership)));

    /// <summary>What is there is not what should be, as far as the newest look goes.</summary>
    public bool Differs => Status is not null && (Status.Differing is not null || Status.Holds.Any(h => Contradicts(h.Reason)));

    // Holds of a plan that has no difference to show because there is nothing to compare with.
    private static bool Contradicts(HoldReason reason) =>
        reason is HoldReason.Refused or HoldReason.NotOurs or HoldReason.ProjectConflict or HoldReason.NeedsDecision or HoldReason.RolledBack;
}
