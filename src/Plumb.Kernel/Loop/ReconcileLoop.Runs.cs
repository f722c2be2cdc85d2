using Plumb.Kernel.Decisions;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <content>One run of one object: look, gate and execute step by step, look again, record.</content>
public sealed partial class ReconcileLoop<TSpec, TSeen>
{
    /// <summary>A look that waited longer than this for a place is made anew.</summary>
    private static readonly TimeSpan LooksAreFreshFor = TimeSpan.FromSeconds(1);

    private readonly List<ObjectState<TSpec>> _running = [];
    private readonly Places _places = new(Lanes);
    private long _commandNumber;

    private void StartRuns()
    {
        // Also when no place is free: a delay that is over must not ask to be woken for again.
        Queue.Promote(_now);
        while (MayLookAtAnother() && Queue.TryTake(_now, out var id, out var lane))
        {
            if (_conditions.Unreachable is { } why)
            {
                Queue.Done(id);
                if (_objects.TryGetValue(id, out var unseen))
                {
                    BecomeUnknown(unseen, why);
                    Consider(unseen, (Cause)lane);
                }
            }
            else
            {
                StartRun(StateOf(id), (Cause)lane, onlyLooks: false);
            }
        }
    }

    /// <summary>As many as will find a place, and one ahead so that no place waits for a look; another only if it goes before those.</summary>
    private bool MayLookAtAnother()
    {
        var (ahead, best) = (0, Lanes);
        foreach (var it in _running)
        {
            if (it.Run is { OnlyLooks: false, HasPlace: false, Phase: RunPhase.Looking or RunPhase.Waiting } run)
                (ahead, best) = (ahead + 1, Math.Min(best, (int)run.Cause));
        }

        return ahead <= Math.Max(0, _options.Concurrency - _places.Taken) || Queue.IsAnyWaitingBefore(best);
    }

    private void StartRun(ObjectState<TSpec> it, Cause cause, bool onlyLooks)
    {
        it.Run = new() { Cause = cause, Spec = it.Spec, Started = _now, Forced = it.SyncAsked, OnlyLooks = onlyLooks };
        if (!onlyLooks)
            it.SyncAsked = false;
        _running.Add(it);
        LookAt(it, it.Run, RunPhase.Looking);
    }

    private void LookAt(ObjectState<TSpec> it, Run<TSpec> run, RunPhase phase)
    {
        run.Phase = phase;
        run.Awaits = ++_commandNumber;
        run.LostAt = _now + _options.AnswerWithin;
        _outbox.Add(new LoopCommand<TSpec>.LookAt(it.Id, run.Awaits, run.Spec));
    }

    private void TakeLook(ObjectState<TSpec> it, Run<TSpec> run, Look<TSeen> look)
    {
        if (look.Seen == Seen.Unknown)
            Interrupt(it, run, look.Why);
        else if (!Equals(run.Spec, it.Spec))
            EndForNewerSpec(it, run);
        else if (run.Phase == RunPhase.Looking)
            Begin(it, run, look);
        else
            Conclude(it, run, look);
    }

    private void Begin(ObjectState<TSpec> it, Run<TSpec> run, Look<TSeen> look)
    {
        Adopt(it, run.Spec, look, PlanFor(it, run.Spec, look));
        (run.Plan, run.Differing, run.Due, run.SeenAt) = (it.Plan, it.Differing, it.Due, _now);
        if (run.OnlyLooks || !MayRunNext(it, run))
            EndWithoutSteps(it, run);
        else if (run.HasPlace || !run.HasWork)
            Execute(it, run);
        else
            TakePlace(it, run);
    }

    private void EndWithoutSteps(ObjectState<TSpec> it, Run<TSpec> run)
    {
        EndRun(it, run);
        Consider(it, run.OnlyLooks ? Cause.Sweep : run.Cause);
    }

    private void TakePlace(ObjectState<TSpec> it, Run<TSpec> run)
    {
        run.HasPlace = _places.TryTake(it.Id, (int)run.Cause, _options.Concurrency);
        if (run.HasPlace)
        {
            Execute(it, run);
            return;
        }

        (run.Phase, run.Awaits, run.LostAt) = (RunPhase.Waiting, 0, null);
        it.Holds = StandingHolds.Place(it.Holds, _gates.Holds, _now);
        NoteTouch(it);
        Publish(it, answers: true);
    }

    private void GivePlaces()
    {
        while (_places.TryCall(_options.Concurrency, out var id))
        {
            var it = _objects[id];
            var run = it.Run!;
            run.HasPlace = true;
            if (run.Phase == RunPhase.Waiting)
                GoOnInItsPlace(it, run);
        }
    }

    /// <summary>By what was seen, if that is fresh and still all that is known; after another look if not.</summary>
    private void GoOnInItsPlace(ObjectState<TSpec> it, Run<TSpec> run)
    {
        if (!Equals(run.Spec, it.Spec))
            EndForNewerSpec(it, run);
        else if (_now - run.SeenAt > LooksAreFreshFor || !ReferenceEquals(run.Plan, it.Plan))
            LookAt(it, run, RunPhase.Looking);
        else if (MayRunNext(it, run))
            Execute(it, run);
        else
            EndWithoutSteps(it, run);
    }

    private void LeavePlace(Run<TSpec> run)
    {
        if (!run.HasPlace)
            return;
        run.HasPlace = false;
        _places.Leave();
    }

    /// <summary>A sweep that is out now may bring an older look at it than was had.</summary>
    private void NoteTouch(ObjectState<TSpec> it) => it.TouchedDuring = _sweep.IsOut ? _sweep.Sent : 0;

    private bool MayRunNext(ObjectState<TSpec> it, Run<TSpec> run) => _gates.MayRun(it, run.Next, _now);

    private void Execute(ObjectState<TSpec> it, Run<TSpec> run)
    {
        var step = run.Plan.Steps[run.Next];
        if (_breakers.Find(step.World) is { } breaker && breaker.Starting(it.Id, _now))
            _outbox.Remember(breaker);
        run.Phase = RunPhase.Executing;
        run.Awaits = ++_commandNumber;
        run.LostAt = _now + step.Deadline + _options.AnswerWithin;
        _outbox.Add(new LoopCommand<TSpec>.Execute(it.Id, run.Awaits, run.Spec, step) { Decision = _decisions.IdOf(run) });
        it.Holds = StandingHolds.Place(it.Holds, _gates.Holds, _now);
        Publish(it, answers: false);
    }

    private void TakeOutcome(ObjectState<TSpec> it, Run<TSpec> run, StepOutcome outcome, TimeSpan duration)
    {
        var step = run.Plan.Steps[run.Next];
        switch (outcome)
        {
            case StepOutcome.Succeeded:
                Note(run, step, "succeeded", error: null, duration);
                _escalation.Succeeded(it, step, _now, _options);
                run.Next++;
                GoOn(it, run);
                break;
            case StepOutcome.Failed failed:
                Note(run, step, "failed", failed.Error, duration);
                Fail(it, run, step, failed);
                break;
            case StepOutcome.Cancelled { ByDeadline: true } late:
                Note(run, step, "cancelled", late.Why, duration);
                Fail(it, run, step, new StepOutcome.Failed($"{step.Action} did not end within {Naming.Of(step.Deadline)}: {late.Why}"));
                break;
            case StepOutcome.Cancelled cancelled:
                Note(run, step, "cancelled", cancelled.Why, duration);
                Interrupt(it, run, cancelled.Why);
                break;
            case StepOutcome.Unreachable gone:
                Note(run, step, "unreachable", gone.Why, duration);
                Interrupt(it, run, gone.Why);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "an outcome that this loop does not know");
        }
    }

    private static void Note(Run<TSpec> run, Step step, string outcome, string? error, TimeSpan duration) =>
        run.Steps.Add(new(step.Action, step.Changes, step.Why, outcome, error, duration));

    private void GoOn(ObjectState<TSpec> it, Run<TSpec> run)
    {
        // What is desired again is not removed any further.
        var isObsolete = run.Spec is null && it.Spec is not null;
        if (run.Next < run.Plan.Steps.Length && !isObsolete)
        {
            if (!run.HasWork)
                LeavePlace(run);
            if (MayRunNext(it, run))
            {
                Execute(it, run);
                return;
            }

            run.Outcome = DecisionOutcome.Held;
        }

        Confirm(it, run);
    }

    private void Fail(ObjectState<TSpec> it, Run<TSpec> run, Step step, StepOutcome.Failed outcome)
    {
        run.Outcome = DecisionOutcome.Failed;
        _escalation.Failed(it, run, step, outcome, _now, _options);
        Confirm(it, run);
    }

    private void Confirm(ObjectState<TSpec> it, Run<TSpec> run)
    {
        LeavePlace(run);
        LookAt(it, run, RunPhase.Confirming);
    }

    /// <summary>The look after the steps: it, and not the steps' word, says how things stand.</summary>
    private void Conclude(ObjectState<TSpec> it, Run<TSpec> run, Look<TSeen> look)
    {
        it.WasRepaired |= run.Outcome == DecisionOutcome.Succeeded;
        Adopt(it, run.Spec, look, PlanFor(it, run.Spec, look));
        it.StoppedOver = run.Outcome == DecisionOutcome.Succeeded ? null : it.Due;
        // Also of a run whose last steps wait: what the first ones mended may be undone again and again meanwhile.
        if (run.Outcome is DecisionOutcome.Succeeded or DecisionOutcome.Held && !it.Plan.Steps.IsEmpty && it.Progress.IsCircle(run.Due!, it.Due!))
        {
            _escalation.Repaired(it, _now);
            it.Contest.InSync();
            _escalation.Undone(it, _now, _options.Contested);
        }

        EndRun(it, run);
        Consider(it, Cause.Sweep, run);
    }

    /// <summary>The world went away, or the step was called off: nothing is counted, and nothing is known until the next look.</summary>
    private void Interrupt(ObjectState<TSpec> it, Run<TSpec> run, string? why)
    {
        if (run.Outcome != DecisionOutcome.Failed)
            run.Outcome = DecisionOutcome.Interrupted;
        it.SyncAsked |= run.Forced;
        BecomeUnknown(it, why);
        _sweep.Soon(_now, _options.Interval);
        EndRun(it, run);
        Consider(it, run.Cause, run);
    }

    /// <summary>What is desired changed while it looked: it begins anew, for the newest.</summary>
    private void EndForNewerSpec(ObjectState<TSpec> it, Run<TSpec> run)
    {
        it.SyncAsked |= run.Forced;
        it.MayRun = true;
        EndRun(it, run);
        Queue.Add(it.Id, (int)run.Cause);
        Publish(it, answers: false);
        if (run.Steps.Count > 0)
            _decisions.Ran(it, run, _now);
    }

    private void EndRun(ObjectState<TSpec> it, Run<TSpec> run)
    {
        it.Run = null;
        NoteTouch(it);
        _running.Remove(it);
        _places.StepOut(it.Id);
        LeavePlace(run);
        Queue.Done(it.Id);
    }

    /// <summary>The object whose run waits for the answer to this command; null when it is an answer that nobody waits for.</summary>
    private ObjectState<TSpec>? Awaiting(ObjectId id, long command) =>
        _objects.TryGetValue(id, out var it) && it.Run?.Awaits == command ? it : null;
}
