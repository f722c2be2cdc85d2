using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Gates;

/// <summary>Says whether an object's next step may run and, where not, everything that holds it.</summary>
internal sealed class Gatekeeper<TSpec>(
    LoopConditions conditions,
    BreakerBoard breakers,
    SweepTimer sweep,
    Dictionary<ObjectId, ObjectState<TSpec>> objects,
    DependencyWaits waits)
    where TSpec : class, ISpec
{
    private readonly List<PlannedHold> _holds = [];

    /// <summary>The holds of the newest <see cref="MayRun"/>; valid until the next.</summary>
    public List<PlannedHold> Holds => _holds;

    /// <param name="it">The object.</param>
    /// <param name="next">The step that would run; later ones are only asked for their holds.</param>
    public bool MayRun(ObjectState<TSpec> it, int next, DateTimeOffset now)
    {
        _holds.Clear();
        if (it.Seen == Seen.Unknown)
            Hold(KernelHolds.Unknown(it.UnknownWhy));
        var isDue = it.Seen != Seen.Unknown && next < it.Plan.Steps.Length;
        if (isDue)
            AskWholeObject(it);
        _holds.AddRange(it.Plan.Holds);
        var passes = isDue && _holds.Count == it.Plan.Holds.Length;
        if (isDue)
            passes &= AskDependencies(it);
        if (it.Ladder.BlockedSince is not null)
            passes = Hold(KernelHolds.Blocked(it.Ladder));
        if (isDue)
            passes &= AskSteps(it, next, now) & AskWaits(it, now);
        passes = isDue && AskBreakers(it, next, now, passes);
        if (!passes)
            breakers.Release(it.Id, now);
        return passes;
    }

    private void AskWholeObject(ObjectState<TSpec> it)
    {
        if (it.Spec?.Suspended == true || it.Run?.Spec?.Suspended == true)
            Hold(KernelHolds.Suspended);
        if (conditions.Unreachable is { } why)
            Hold(KernelHolds.Unknown(why));
        else if (it.PlannedFor is null && conditions.RemovesNothing is { } incomplete)
            Hold(KernelHolds.NotRemoved(incomplete));
    }

    private bool AskDependencies(ObjectState<TSpec> it)
    {
        var ready = true;
        foreach (var needed in it.PlannedFor?.DependsOn ?? [])
        {
            if (objects.TryGetValue(needed, out var other) && other.IsReady)
                continue;
            waits.Add(needed, it.Id);
            ready = Hold(KernelHolds.DependencyNotReady(needed, other?.Spec is not null, other?.Spec?.DependsOn.Contains(it.Id) == true));
        }

        return ready;
    }

    private bool AskWaits(ObjectState<TSpec> it, DateTimeOffset now)
    {
        var passes = true;
        if (it.Contest.Until is { } until && until > now && !IsForced(it))
            passes = Hold(KernelHolds.Contested(until));
        if (conditions.Fenced is { } why)
            passes = Hold(KernelHolds.Fenced(why));
        return passes;
    }

    private bool AskSteps(ObjectState<TSpec> it, int next, DateTimeOffset now)
    {
        var passes = true;
        for (var i = next; i < it.Plan.Steps.Length; i++)
        {
            var step = it.Plan.Steps[i];
            var free = true;
            if (step.Hold is not null)
                free = Hold(step.Hold);
            if (step.Destructive && conditions.Partial is { } partial)
                free = Hold(KernelHolds.NotRemoved(partial));
            free &= !IsBackingOff(it, step, now);
            passes &= free || IsLaterMatter(it, i, next);
        }

        return passes;
    }

    private bool IsBackingOff(ObjectState<TSpec> it, Step step, DateTimeOffset now)
    {
        if (it.Ladder.BlockedSince is not null || IsForced(it)
            || it.Ladder.Of(step.Action) is not { } failure || it.Ladder.MayTry(failure, now, sweep.Answered))
            return false;
        return !Hold(KernelHolds.BackingOff(failure));
    }

    /// <summary>Last, so that an object which something else holds is never the one on trial.</summary>
    private bool AskBreakers(ObjectState<TSpec> it, int next, DateTimeOffset now, bool passes)
    {
        for (var i = next; i < it.Plan.Steps.Length; i++)
        {
            if (breakers.Find(it.Plan.Steps[i].World) is not { IsClosed: false } breaker)
                continue;
            if (breaker.Trial == it.Id || (passes && i == next && breaker.TryPass(it.Id, now)))
                continue;
            Hold(KernelHolds.BreakerOpen(breaker.Memory));
            passes &= IsLaterMatter(it, i, next);
        }

        return passes;
    }

    /// <summary>A held step does not hold those before it, unless they were done already and nothing has changed since.</summary>
    private static bool IsLaterMatter(ObjectState<TSpec> it, int step, int next) => step > next && it.StoppedOver != it.Due;

    private static bool IsForced(ObjectState<TSpec> it) => it.Run?.Forced ?? it.SyncAsked;

    /// <returns>False, for the caller's "passes".</returns>
    private bool Hold(PlannedHold hold)
    {
        _holds.Add(hold);
        return false;
    }
}
