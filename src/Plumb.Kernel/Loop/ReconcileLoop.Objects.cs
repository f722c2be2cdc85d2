using Plumb.Kernel.Decisions;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <content>What is known of one object, and what follows from it.</content>
public sealed partial class ReconcileLoop<TSpec, TSeen>
{
    private static readonly TimeSpan SoonestLook = TimeSpan.FromMilliseconds(100);

    private ObjectState<TSpec> StateOf(ObjectId id)
    {
        if (!_objects.TryGetValue(id, out var it))
            _objects[id] = it = new(id);
        return it;
    }

    /// <summary>A planner that throws holds its own object, and no other.</summary>
    private Plan PlanFor(ObjectState<TSpec> it, TSpec? spec, Look<TSeen> look)
    {
        try
        {
            return _planner.Plan(it.Id, spec, look, new(_now, _conditions.Partial is null, _conditions.DesiredComplete));
        }
        catch (Exception error)
        {
            return new() { Holds = [new(HoldReason.Refused, $"planning it failed: {error.Message}", "other content, or a version of Plumb that can plan it")] };
        }
    }

    /// <summary>Takes a known look and its plan for the present state of the object.</summary>
    private void Adopt(ObjectState<TSpec> it, TSpec? spec, Look<TSeen> look, Plan plan)
    {
        if (!plan.Differences.AsSpan().SequenceEqual(it.Plan.Differences.AsSpan()))
            it.Differing = DifferenceFingerprint.Of(plan.Differences);
        it.Due = it.Differing ?? DifferenceFingerprint.Of(plan);
        (it.Seen, it.UnknownWhy, it.Plan, it.PlannedFor) = (look.Seen, null, plan, spec);
        RenewConcern(it);
        _escalation.KeepNeeded(it);
        if (plan.Steps.IsEmpty && !plan.Differs)
            TakeInSync(it, spec);
        else if (!plan.Steps.IsEmpty && spec is not null && it.Progress.SyncedFor == spec.Fingerprint)
            _escalation.Undone(it, _now, _options.Contested);
        if (it.IsReady)
            WakeThoseThatWaitFor(it);
    }

    private void TakeInSync(ObjectState<TSpec> it, TSpec? spec)
    {
        if (it.WasRepaired && spec is not null && it.Progress.SyncedFor == spec.Fingerprint)
            _escalation.Repaired(it, _now);
        it.WasRepaired = false;
        it.StoppedOver = null;
        it.Contest.InSync();
        it.Progress.InSync(spec?.Fingerprint);
        _escalation.Decay(it, _now, _options.Contested);
    }

    private void WakeThoseThatWaitFor(ObjectState<TSpec> it)
    {
        foreach (var waiting in _waits.Take(it.Id))
        {
            if (_objects.ContainsKey(waiting))
                Queue.Add(waiting, (int)Cause.Sweep);
        }
    }

    private static void BecomeUnknown(ObjectState<TSpec> it, string? why)
    {
        (it.Seen, it.UnknownWhy) = (Seen.Unknown, why ?? "no reason was given");
        it.IsQuiet = false;
    }

    /// <summary>After a look: places the holds, queues what may run, records and reports.</summary>
    /// <param name="ran">The run that ended with this look, if it is to be recorded.</param>
    private void Consider(ObjectState<TSpec> it, Cause cause, Run<TSpec>? ran = null)
    {
        it.MayRun = _gates.MayRun(it, next: 0, _now);
        it.Holds = StandingHolds.Place(it.Holds, _gates.Holds, _now);
        if (it.MayRun)
            Queue.Add(it.Id, (int)cause);
        else
            LookAgainWhenAHoldEnds(it);
        if (it.Seen != Seen.Unknown && it.Plan.LookAgainAfter is { } after)
            Queue.AddAt(it.Id, (int)Cause.Sweep, _now + (after < SoonestLook ? SoonestLook : after));
        if (ran is { Steps.Count: > 0 })
            _decisions.Ran(it, ran, _now);
        else if (it.Seen != Seen.Unknown && !it.MayRun)
            _decisions.Held(it, cause, _now);
        if (it.Spec is null && it.Seen == Seen.Absent && _conditions.DesiredComplete && it.Run is null)
            Forget(it);
        else
            Publish(it, answers: true);
    }

    private void LookAgainWhenAHoldEnds(ObjectState<TSpec> it)
    {
        DateTimeOffset? ends = null;
        foreach (var hold in it.Holds)
        {
            if (hold.Reason != HoldReason.BreakerOpen && hold.Until > _now && (ends is null || hold.Until < ends))
                ends = hold.Until;
        }

        if (ends is not null)
            Queue.AddAt(it.Id, (int)Cause.Sweep, ends.Value);
    }

    private void Forget(ObjectState<TSpec> it)
    {
        _escalation.ForgetAll(it, $"{it.Id} is neither desired nor there any more.");
        if (_breakers.Release(it.Id, _now))
            _sweep.Soon(_now, _options.Interval);
        if (it.Reported is not null || it.OwesAnswer)
            _outbox.Add(new LoopCommand<TSpec>.Forget(it.Id));
        Queue.Remove(it.Id);
        _objects.Remove(it.Id);
    }

    /// <param name="it">The object.</param>
    /// <param name="answers">A look was made, or could not be: whoever asked is answered, even if nothing changed.</param>
    private void Publish(ObjectState<TSpec> it, bool answers)
    {
        var status = StatusOf(it);
        var isQuiet = status.Desired is not null && it.PlannedFor?.Fingerprint == status.Desired && it.Seen is Seen.Present or Seen.Absent
            && it.Plan.IsInSync && it.Plan.LookAgainAfter is null && it.Run is null && !it.SyncAsked
            && it.Holds.IsEmpty && it.Ladder.IsEmpty && it.Contest.IsEmpty;
        if (it.Reported is null && it.Spec is null && it.Plan.IsInSync && !it.OwesAnswer)
            return;
        if (!status.Equals(it.Reported) || (answers && it.OwesAnswer))
        {
            it.Reported = status;
            _outbox.Add(new LoopCommand<TSpec>.Report(status));
        }

        it.OwesAnswer &= !answers;
        it.IsQuiet = isQuiet;
    }

    private ObjectStatus StatusOf(ObjectState<TSpec> it) => new()
    {
        Id = it.Id,
        Desired = it.Spec?.Fingerprint,
        Seen = it.Seen,
        Activity = ActivityOf(it),
        Differences = it.Plan.Differences,
        Differing = it.Differing,
        Health = it.Seen == Seen.Unknown ? Health.Unknown : it.Plan.Health,
        HealthMessage = it.Seen == Seen.Unknown ? null : it.Plan.HealthMessage,
        Holds = it.Holds,
        Failures = it.Ladder.Failures,
    };

    private Activity ActivityOf(ObjectState<TSpec> it)
    {
        if (it.Run is { Phase: RunPhase.Executing or RunPhase.Confirming })
            return Activity.Running;
        if (it.Run is { Phase: RunPhase.Waiting })
            return Activity.Queued;
        var isExpectedToRun = it.MayRun || it.SyncAsked || it.PlannedFor?.Fingerprint != it.Spec?.Fingerprint;
        return isExpectedToRun && (it.Run is not null || Queue.IsWaiting(it.Id)) ? Activity.Queued : Activity.Idle;
    }
}
