using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>No step passes a gate that is closed: suspended, fenced, blocked, backing off, contested, or the breaker of its world.</summary>
public sealed class GatesHold<TSpec, TSeen>(Disk<TSpec> disk, LoopOptions options) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly HashSet<ObjectId> _suspended = [];
    private readonly HashSet<ObjectId> _forced = [];
    private readonly Dictionary<string, ObjectId> _trials = new(StringComparer.Ordinal);
    private bool _isFenced;

    public override void Started()
    {
        _suspended.Clear();
        _forced.Clear();
        _trials.Clear();
        _isFenced = false;
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        switch (happened)
        {
            case LoopEvent<TSpec, TSeen>.SpecSet { Spec: { Suspended: true } spec }:
                _suspended.Add(spec.Id);
                break;
            case LoopEvent<TSpec, TSeen>.SpecSet { Spec: var spec }:
                _suspended.Remove(spec.Id);
                break;
            case LoopEvent<TSpec, TSeen>.SpecRemoved removed:
                _suspended.Remove(removed.Id);
                break;
            case LoopEvent<TSpec, TSeen>.FencedBy fenced:
                _isFenced = fenced.Why is not null;
                break;
            case LoopEvent<TSpec, TSeen>.Asked { Ask: not Ask.Look } asked:
                _forced.Add(asked.Id);
                break;
        }
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is not LoopCommand<TSpec>.Execute execute)
            return;
        if (_suspended.Contains(execute.Id))
            throw new InvariantException("Suspended", $"{execute.Step.Action} of {execute.Id}, which is suspended");
        if (_isFenced)
            throw new InvariantException("Fenced", $"{execute.Step.Action} of {execute.Id} while a newer process rules");
        AskMemory(now, execute);
        AskBreaker(now, execute);
    }

    private void AskMemory(Moment now, LoopCommand<TSpec>.Execute execute)
    {
        if (disk.Objects.GetValueOrDefault(execute.Id) is not { } memory || memory.Desired != execute.Spec?.Fingerprint)
            return;
        if (memory.BlockedSince is not null)
            throw new InvariantException("Blocked", $"{execute.Step.Action} of {execute.Id}, which is blocked");
        if (_forced.Contains(execute.Id))
            return;
        var failure = memory.Failures.FirstOrDefault(it => it.Action == execute.Step.Action);
        if (IsAhead(failure?.NextTryAt, now, options.Ladder.Cap))
            throw new InvariantException("BackingOff", $"{execute.Step.Action} of {execute.Id} at {now.Clock:T}, not before {failure!.NextTryAt:T}");
        if (IsAhead(memory.ContestedUntil, now, options.Contested.Cap))
            throw new InvariantException("Contested", $"{execute.Step.Action} of {execute.Id} at {now.Clock:T}, not before {memory.ContestedUntil:T}");
    }

    private void AskBreaker(Moment now, LoopCommand<TSpec>.Execute execute)
    {
        if (disk.Worlds.GetValueOrDefault(execute.Step.World) is not { Position: not BreakerPosition.Closed } breaker)
        {
            _trials.Remove(execute.Step.World);
            return;
        }

        if (breaker.Position == BreakerPosition.Open)
            throw new InvariantException("BreakerOpen", $"{execute.Step.Action} of {execute.Id} in {breaker.World}, whose breaker is open");
        if (_trials.TryGetValue(breaker.World, out var other) && other != execute.Id && breaker.Since == _since.GetValueOrDefault(breaker.World))
            throw new InvariantException("BreakerOpen", $"{execute.Id} and {other} are both on trial in {breaker.World}");
        (_trials[breaker.World], _since[breaker.World]) = (execute.Id, breaker.Since);
    }

    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    /// <summary>Further ahead than any wait can be, it was written by a clock that was ahead itself.</summary>
    private static bool IsAhead(DateTimeOffset? until, Moment now, TimeSpan cap) => until > now.Clock && until <= now.Clock + cap;
}
