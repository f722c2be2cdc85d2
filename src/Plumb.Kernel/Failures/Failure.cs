using System.Collections.Immutable;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Failures;

/// <summary>The failures of one action of one object, until it succeeds or is no longer needed.</summary>
/// <param name="Action">The step's action.</param>
/// <param name="Count">How many in a row; at least 1.</param>
/// <param name="Error">The newest error, masked.</param>
/// <param name="LastAt">When it failed last.</param>
/// <param name="NextTryAt">Not before this; null when the next sweep may try.</param>
public sealed record Failure(string Action, int Count, string Error, DateTimeOffset LastAt, DateTimeOffset? NextTryAt)
{
    /// <summary>Where the newest one's cause lies.</summary>
    public Fault Fault { get; init; }
}

/// <summary>What is kept of one object across restarts.</summary>
/// <param name="Id">The object.</param>
/// <param name="Desired">The fingerprint that the rest is about: another one clears it.</param>
/// <param name="Failures">One per action.</param>
/// <param name="BlockedSince">When it was blocked; null when it is not.</param>
/// <param name="Repairs">When successful repairs were made lately, oldest first.</param>
/// <param name="ContestedUntil">No repair before this; null when it is not contested.</param>
public sealed record ObjectMemory(
    ObjectId Id,
    string? Desired,
    ImmutableArray<Failure> Failures,
    DateTimeOffset? BlockedSince,
    ImmutableArray<DateTimeOffset> Repairs,
    DateTimeOffset? ContestedUntil)
{
    /// <summary>There is nothing to keep: the host may drop its copy.</summary>
    public bool IsEmpty => Failures.IsEmpty && BlockedSince is null && Repairs.IsEmpty && ContestedUntil is null;
}

/// <summary>Where a circuit breaker stands.</summary>
public enum BreakerPosition
{
    Closed,
    Open,
    HalfOpen,
}

/// <summary>What is kept of one world's breaker across restarts.</summary>
/// <param name="World">The world.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="FailedAt">Failed steps within the window, oldest first.</param>
/// <param name="Since">When it took its position.</param>
/// <param name="TryAt">When an open one lets a single object try; null unless open by itself.</param>
/// <param name="CoolDown">The present cool-down.</param>
/// <param name="OpenedBy">The person or cause that opened it; null when closed.</param>
public sealed record WorldMemory(
    string World,
    BreakerPosition Position,
    ImmutableArray<DateTimeOffset> FailedAt,
    DateTimeOffset Since,
    DateTimeOffset? TryAt,
    TimeSpan CoolDown,
    string? OpenedBy);

/// <summary>An alert as the kernel raises it: the same key fires once and is resolved once.</summary>
/// <param name="Key">What it is about, such as <c>failing:web:apply</c>.</param>
/// <param name="Object">The object; null when it is about a whole world.</param>
/// <param name="Firing">Firing, or resolved.</param>
/// <param name="Severity"><c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Summary">What is wrong and what to do, in a sentence or two. Masked.</param>
/// <param name="At">When.</param>
public sealed record Alert(string Key, ObjectId? Object, bool Firing, string Severity, string Summary, DateTimeOffset At);
