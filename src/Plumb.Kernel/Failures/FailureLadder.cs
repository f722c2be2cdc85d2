using System.Collections.Immutable;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Failures;

/// <summary>The failures of one object, per action, and what each further one does.</summary>
internal sealed class FailureLadder
{
    /// <summary>The sweep that had last been sent out when an action failed: the first failure waits for the one after it.</summary>
    private readonly Dictionary<string, long> _sweepAtFailure = new(StringComparer.Ordinal);

    public ImmutableArray<Failure> Failures { get; private set; } = [];

    public DateTimeOffset? BlockedSince { get; private set; }

    public bool IsEmpty => Failures.IsEmpty && BlockedSince is null;

    public Failure? Of(string action)
    {
        foreach (var failure in Failures)
        {
            if (string.Equals(failure.Action, action, StringComparison.Ordinal))
                return failure;
        }

        return null;
    }

    public void Restore(ObjectMemory memory) => (Failures, BlockedSince) = (memory.Failures, memory.BlockedSince);

    /// <summary>Counts one more failure of the action.</summary>
    /// <param name="randomness">0 inclusive to 1 exclusive: the share of the bound that is waited (full jitter).</param>
    public Failure Add(string action, StepOutcome.Failed outcome, DateTimeOffset now, long sweep, double randomness, LadderOptions options)
    {
        var before = Of(action);
        var count = (before?.Count ?? 0) + 1;
        var failure = new Failure(action, count, outcome.Error, now, NextTry(count, now, randomness, options)) { Fault = outcome.Fault };
        Failures = before is null ? Failures.Add(failure) : Failures.Replace(before, failure);
        _sweepAtFailure[action] = sweep;
        if (count >= options.BlockAt)
            BlockedSince ??= now;
        return failure;
    }

    /// <summary>The action may be tried again, as far as its failures go. Blocks are another matter.</summary>
    /// <param name="sweepSeen">The newest sweep that was answered.</param>
    public bool MayTry(Failure failure, DateTimeOffset now, long sweepSeen) => failure.NextTryAt is { } at
        ? at <= now
        : !_sweepAtFailure.TryGetValue(failure.Action, out var sweep) || sweepSeen > sweep;

    public void Clear(Failure failure)
    {
        Failures = Failures.Remove(failure);
        _sweepAtFailure.Remove(failure.Action);
    }

    public void ClearAll()
    {
        (Failures, BlockedSince) = ([], null);
        _sweepAtFailure.Clear();
    }

    /// <summary>The clock was moved: what was still to be waited is still to be waited.</summary>
    public bool Shift(TimeSpan by)
    {
        var waiting = Failures.Any(failure => failure.NextTryAt is not null);
        if (waiting)
            Failures = [.. Failures.Select(failure => failure with { NextTryAt = failure.NextTryAt + by })];
        return waiting;
    }

    /// <summary>No wait is longer than the cap, whatever the clock said when it was written down.</summary>
    public void Bound(DateTimeOffset now, TimeSpan cap) => Failures =
        [.. Failures.Select(failure => failure.NextTryAt > now + cap ? failure with { NextTryAt = now + cap } : failure)];

    private static DateTimeOffset? NextTry(int count, DateTimeOffset now, double randomness, LadderOptions options)
    {
        if (count < options.BackOffAt || count >= options.BlockAt)
            return null;
        var bound = Math.Min(options.Cap.Ticks, options.Base.Ticks * Math.Pow(2, count - options.BackOffAt));
        return now + TimeSpan.FromTicks((long)(bound * randomness));
    }
}
