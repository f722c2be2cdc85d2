using Plumb.Contracts.Stacks;

namespace Plumb.Contracts.Decisions;

/// <summary>The record of one reconcile that had something to do.</summary>
public sealed record DecisionView
{
    public required string Id { get; init; }

    public required string StackId { get; init; }

    public string? Stack { get; init; }

    public string? Agent { get; init; }

    /// <summary><c>operator</c>, <c>hint</c>, <c>sweep</c> or <c>start</c>.</summary>
    public required string Cause { get; init; }

    /// <summary><c>succeeded</c>, <c>failed</c>, <c>held</c> or <c>interrupted</c>.</summary>
    public required string Outcome { get; init; }

    public string? Desired { get; init; }

    public string? Fingerprint { get; init; }

    public string? Revision { get; init; }

    public required IReadOnlyList<DifferenceView> Differences { get; init; }

    public required IReadOnlyList<StepView> Steps { get; init; }

    public required IReadOnlyList<HoldView> Holds { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required double DurationSeconds { get; init; }
}

/// <param name="Outcome"><c>succeeded</c>, <c>failed</c>, <c>unreachable</c>, <c>cancelled</c>, <c>held</c> or <c>skipped</c>.</param>
public sealed record StepView(string Action, string Changes, string Why, string Outcome, string? Error, double DurationSeconds);
