using System.Collections.Immutable;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Decisions;

/// <summary>What made an object be looked at. The order is the order of service.</summary>
public enum Cause
{
    Operator,
    Hint,
    Sweep,
    Start,
}

/// <summary>How a reconcile ended.</summary>
public enum DecisionOutcome
{
    Succeeded,
    Failed,
    Held,
    Interrupted,
}

/// <summary>What became of one step.</summary>
/// <param name="Action">The step's action.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Why">Why it was due.</param>
/// <param name="Outcome"><c>succeeded</c>, <c>failed</c>, <c>unreachable</c>, <c>cancelled</c>, <c>held</c> or <c>skipped</c>.</param>
/// <param name="Error">The error, masked; null where there is none.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record StepRecord(string Action, string Changes, string Why, string Outcome, string? Error, TimeSpan Duration);

/// <summary>The record of one reconcile that had something to do. In-sync looks leave none.</summary>
public sealed record Decision
{
    /// <summary>Unique; UUIDv7 in production.</summary>
    public required string Id { get; init; }

    public required ObjectId Object { get; init; }

    public required Cause Cause { get; init; }

    /// <summary>The spec's fingerprint; null when the object should not be.</summary>
    public required string? Desired { get; init; }

    /// <summary>SHA-256 over the sorted differences, without ids, times and counts; null when there were none.</summary>
    public required string? Differing { get; init; }

    public required ImmutableArray<Difference> Differences { get; init; }

    public required ImmutableArray<StepRecord> Steps { get; init; }

    public required ImmutableArray<Hold> Holds { get; init; }

    public required DecisionOutcome Outcome { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required TimeSpan Duration { get; init; }
}
