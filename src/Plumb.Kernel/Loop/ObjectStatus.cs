using System.Collections.Immutable;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <summary>What the loop is doing with an object.</summary>
public enum Activity
{
    Idle,
    Queued,
    Running,
}

/// <summary>All that the loop knows of one object. Compared by value: an unchanged status is not reported.</summary>
public sealed record ObjectStatus
{
    public required ObjectId Id { get; init; }

    /// <summary>The spec's fingerprint; null when the object should not be.</summary>
    public required string? Desired { get; init; }

    /// <summary>Present, absent or unknown at the newest look; null before the first.</summary>
    public required Seen? Seen { get; init; }

    public required Activity Activity { get; init; }

    public required ImmutableArray<Difference> Differences { get; init; }

    /// <summary>SHA-256 over the sorted differences, without ids, times and counts; null when in sync.</summary>
    public required string? Differing { get; init; }

    public required Health Health { get; init; }

    public required string? HealthMessage { get; init; }

    public required ImmutableArray<Hold> Holds { get; init; }

    public required ImmutableArray<Failure> Failures { get; init; }

    public bool Equals(ObjectStatus? other) => other is not null
        && Id == other.Id && Desired == other.Desired && Seen == other.Seen && Activity == other.Activity
        && Differing == other.Differing && Health == other.Health && HealthMessage == other.HealthMessage
        && Differences.AsSpan().SequenceEqual(other.Differences.AsSpan())
        && Holds.AsSpan().SequenceEqual(other.Holds.AsSpan())
        && Failures.AsSpan().SequenceEqual(other.Failures.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Id, Desired, Activity, Differing, Holds.Length, Failures.Length);
}
