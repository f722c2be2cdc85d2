using Plumb.Kernel.Decisions;

namespace Plumb.Kernel.Loop;

/// <content>What is desired, hinted and asked: each only makes an object be looked at.</content>
public sealed partial class ReconcileLoop<TSpec, TSeen>
{
    private void Desire(ObjectId id, TSpec? spec)
    {
        if (spec is null && !_objects.ContainsKey(id))
            return;
        var it = StateOf(id);
        var isSame = Equals(it.Spec, spec);
        it.Spec = spec;
        if (isSame)
            return;
        it.IsQuiet = false;
        RenewConcern(it);
        Trigger(it, Cause.Hint);
    }

    private void TakeHint(ObjectId? id)
    {
        if (!_options.Hints)
            return;
        if (id is not { } hinted || _conditions.Unreachable is not null)
            _sweep.Soon(_now, _options.Interval);
        else
            Queue.Add(hinted, (int)Cause.Hint);
    }

    private void TakeAsk(ObjectId id, Ask ask)
    {
        var it = StateOf(id);
        it.OwesAnswer = true;
        it.IsQuiet = false;
        if (ask == Ask.Unblock)
            _escalation.ForgetAll(it, $"{id} was unblocked.");
        if (ask != Ask.Look)
            it.SyncAsked = true;
        if (ask == Ask.Look && it.Run is { Phase: RunPhase.Waiting } waiting)
            LookAt(it, waiting, RunPhase.Looking);
        else if (ask != Ask.Look || _conditions.Unreachable is not null || !_isStarted || !Queue.TryBegin(id))
            Trigger(it, Cause.Operator);
        else
            StartRun(it, Cause.Operator, onlyLooks: true);
    }

    /// <summary>Makes it be looked at, and tells that it is queued. Before the first sweep nothing more is needed: the sweep sees all.</summary>
    private void Trigger(ObjectState<TSpec> it, Cause cause)
    {
        if (_sweep.Answered > 0 || cause == Cause.Operator)
            Queue.Add(it.Id, (int)cause);
        if (_sweep.Answered > 0 && it.Run is null)
            Publish(it, answers: false);
    }

    /// <summary>Failures, blocks and repairs are about one desired fingerprint: another one clears them.</summary>
    private void RenewConcern(ObjectState<TSpec> it)
    {
        var desired = it.Spec?.Fingerprint;
        if (it.About == desired || (it.Spec is null && !_conditions.DesiredComplete))
            return;
        _escalation.ForgetAll(it, $"Another state is desired of {it.Id}.");
        it.Progress.Restart();
        it.WasRepaired = false;
        it.About = desired;
    }
}
