using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <content>Restarts, jumps of the clock, and answers that never come.</content>
public sealed partial class ReconcileLoop<TSpec, TSeen>
{
    private void Restore()
    {
        if (_isRestored)
            return;
        _isRestored = true;
        foreach (var memory in _rememberedObjects)
            _escalation.Restore(StateOf(memory.Id), memory, _now, _options);
        foreach (var memory in _rememberedWorlds)
        {
            _breakers.Restore(memory, _now, _options.Breaker);
            if (memory.Position != Failures.BreakerPosition.Closed)
                _outbox.AssumeFiring(AlertKeys.Breaker(memory.World));
        }
    }

    /// <summary>What was still to be waited is still to be waited, and a look is made soon.</summary>
    private void BearJumps()
    {
        var jump = _clock.Read(_now, _wake);
        if (jump == TimeSpan.Zero)
            return;
        _wake = null;
        Queue.Shift(jump);
        _sweep.Shift(jump);
        _sweep.Soon(_now, _options.Interval);
        foreach (var breaker in _breakers.All)
            breaker.Shift(jump);
        foreach (var it in _objects.Values)
            ShiftObject(it, jump);
    }

    private void ShiftObject(ObjectState<TSpec> it, TimeSpan jump)
    {
        // How much of it was time that passed is not known: a step must not be taken for lost that is still at work.
        if (it.Run is not null)
            it.Run.LostAt += _clock.Moved;
        if (it.Ladder.IsEmpty && it.Contest.IsEmpty)
            return;
        it.Ladder.Shift(jump);
        it.Contest.Shift(jump);
        _outbox.Remember(it);
    }

    /// <summary>The host answers every command; an answer that is lost all the same must not stop the loop.</summary>
    private void GiveUpLostAnswers()
    {
        if (_sweep.LostAt <= _now && _sweep.Answer(_sweep.Sent, _now, _options.Interval))
            TakeWorld(WorldLook<TSeen>.Unknown($"a look at it did not answer within {Naming.Of(_options.AnswerWithin)}"));
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            var (it, run) = (_running[i], _running[i].Run!);
            if (run.LostAt is not { } lost || lost > _now)
                continue;
            if (run.Phase == RunPhase.Executing)
                TakeOutcome(it, run, new StepOutcome.Cancelled("no answer came", ByDeadline: true), _now - run.Started);
            else
                TakeLook(it, run, Look<TSeen>.Unknown($"a look at it did not answer within {Naming.Of(_options.AnswerWithin)}"));
        }
    }
}
