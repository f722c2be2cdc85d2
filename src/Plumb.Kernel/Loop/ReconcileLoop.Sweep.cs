using Plumb.Kernel.Decisions;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Loop;

/// <content>The sweep: one look at the whole world, all of it planned in memory, and only what differs is enqueued.</content>
public sealed partial class ReconcileLoop<TSpec, TSeen>
{
    private readonly List<ObjectState<TSpec>> _noticed = [];

    /// <summary>A world that is being restarted comes and goes, which is a condition; when it stays away this long, a human is told.</summary>
    private TimeSpan Patience => _options.Interval < TimeSpan.FromSeconds(10) ? _options.Interval : TimeSpan.FromSeconds(10);

    private void SendSweepWhenDue()
    {
        if (!_sweep.IsDue(_now))
            return;
        var jittered = _options.Interval * (1 + (_options.Jitter * ((2 * _randomness()) - 1)));
        _outbox.Add(new LoopCommand<TSpec>.LookAtAll(_sweep.Send(_now, jittered, _options.AnswerWithin)));
    }

    private void TakeWorld(WorldLook<TSeen> look)
    {
        _conditions.Partial = look.Completeness == Completeness.Complete ? null : look.Why ?? "the look was not complete";
        SetReachable(look.Completeness == Completeness.Unknown ? look.Why ?? "no reason was given" : null);
        var cause = _sweep.Answered == 1 ? Cause.Start : Cause.Sweep;
        _noticed.Clear();
        foreach (var it in _objects.Values)
        {
            if (!IsOlderThanItsRun(it) && Notices(it, look.At(it.Id)))
                _noticed.Add(it);
        }

        foreach (var (id, actual) in look.Objects)
        {
            if (_objects.ContainsKey(id))
                continue;
            var it = StateOf(id);
            if (Notices(it, Look<TSeen>.Present(actual)))
                _noticed.Add(it);
        }

        // Only now, as one object's gates may ask for another's newest look.
        foreach (var it in _noticed)
            Consider(it, cause);
    }

    /// <summary>Takes the look's word for one object.</summary>
    /// <returns>False when it is in sync as it was before: nothing else need be done, and nothing was allocated.</returns>
    private bool Notices(ObjectState<TSpec> it, Look<TSeen> look)
    {
        if (look.Seen == Seen.Unknown)
        {
            if (it.Seen == Seen.Unknown && it.UnknownWhy == look.Why && it.Reported is not null)
                return false;
            BecomeUnknown(it, look.Why);
            return true;
        }

        var plan = PlanFor(it, it.Spec, look);
        if (it.IsQuiet && it.Seen == look.Seen && IsSameQuiet(plan, it.Plan))
            return false;
        Adopt(it, it.Spec, look, plan);
        return true;
    }

    private static bool IsSameQuiet(Plan plan, Plan before) => ReferenceEquals(plan, before)
        || (plan.IsInSync && plan.LookAgainAfter is null && plan.Health == before.Health && plan.HealthMessage == before.HealthMessage);

    /// <summary>A run of it is at work, or was while the sweep looked: what the sweep saw may be older than what the run made.</summary>
    private bool IsOlderThanItsRun(ObjectState<TSpec> it) => it.Run is { Phase: not RunPhase.Waiting } || it.TouchedDuring == _sweep.Answered;

    private void SetReachable(string? whyNot)
    {
        var was = _conditions.Unreachable;
        var isFirst = !_conditions.WasSeen;
        _conditions.WasSeen |= whyNot is null;
        _conditions.Unreachable = whyNot;
        _conditions.BlindSince = whyNot is null ? null : _conditions.BlindSince ?? _now;
        var key = AlertKeys.Unreachable(_options.World);
        if (whyNot is not null)
        {
            if (_now - _conditions.BlindSince >= Patience)
                _outbox.Fire(key, about: null, "critical", $"{_options.World} cannot be seen, so nothing is done in it: {whyNot}");
            if (was is null)
                _outbox.Add(new LoopCommand<TSpec>.WorldReachable(whyNot));
            _sweep.Soon(_now, _options.Interval);
        }
        else if (was is not null || isFirst)
        {
            // An earlier process may have told of it, and ended.
            if (isFirst)
                _outbox.AssumeFiring(key);
            _outbox.Resolve(key, about: null, $"{_options.World} can be seen.");
            _outbox.Add(new LoopCommand<TSpec>.WorldReachable(WhyNot: null));
        }
    }
}
