using System.Collections.Immutable;

namespace Plumb.Kernel.Planning;

/// <summary>What a reconcile of one object would do. Steps run in order; the first failure ends the run.</summary>
public sealed record Plan
{
    /// <summary>The plan of an object that is as it should be, shared so that a quiet sweep makes no garbage.</summary>
    public static Plan InSync { get; } = new() { Health = Health.Healthy };

    public ImmutableArray<Difference> Differences { get; init; } = [];

    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>Holds that stand without a step, such as content that was refused and so gives no step at all.</summary>
    public ImmutableArray<PlannedHold> Holds { get; init; } = [];

    public Health Health { get; init; }

    /// <summary>What the health rests on, for people; null when there is nothing to say.</summary>
    public string? HealthMessage { get; init; }

    /// <summary>Look again this long after now, sooner than the next sweep; null when the sweep is soon enough.</summary>
    public TimeSpan? LookAgainAfter { get; init; }

    /// <summary>Something differs that is not only told.</summary>
    public bool Differs => Differences.Any(it => !it.OnlyTold);

    /// <summary>Nothing differs and nothing is to be done.</summary>
    public bool IsInSync => Differences.IsEmpty && Steps.IsEmpty && Holds.IsEmpty;
}

/// <summary>What a planner may know besides the two states. No clock but this one.</summary>
/// <param name="Now">The time of the look.</param>
/// <param name="Complete">The look saw its whole world: only then may a plan remove what is not desired.</param>
/// <param name="DesiredComplete">The desired state is complete: only then does "not desired" mean anything.</param>
public readonly record struct PlanContext(DateTimeOffset Now, bool Complete, bool DesiredComplete);
