using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Failures;

/// <summary>Carries what fails, recovers and is undone to the ladder, the breaker and the contest, with their alerts and memories.</summary>
internal sealed class Escalation<TSpec>(BreakerBoard breakers, SweepTimer sweep, Outbox<TSpec> outbox, Func<double> randomness)
    where TSpec : class, ISpec
{
    /// <summary>Takes up what an earlier process remembered.</summary>
    public void Restore(ObjectState<TSpec> it, ObjectMemory memory, DateTimeOffset now, LoopOptions options)
    {
        it.About = memory.Desired;
        it.Ladder.Restore(memory);
        it.Ladder.Bound(now, options.Ladder.Cap);
        it.Contest.Restore(memory);
        it.Contest.Bound(now, options.Contested);
        it.IsRemembered = !memory.IsEmpty;
        if (!it.Contest.IsEmpty)
            it.Progress.InSync(memory.Desired);
        foreach (var failure in memory.Failures.Where(failure => failure.Count >= options.Ladder.AlertAt))
            outbox.AssumeFiring(AlertKeys.Failing(it.Id, failure.Action));
        if (memory.BlockedSince is not null)
            outbox.AssumeFiring(AlertKeys.Blocked(it.Id));
        if (memory.ContestedUntil is not null)
            outbox.AssumeFiring(AlertKeys.Contested(it.Id));
    }

    /// <summary>A step failed: the ladder of its object and action, and its world's breaker.</summary>
    public void Failed(ObjectState<TSpec> it, Run<TSpec> run, Step step, StepOutcome.Failed outcome, DateTimeOffset now, LoopOptions options)
    {
        // What failed for an older desired state says nothing of the newest one.
        if (run.Spec?.Fingerprint == it.About)
        {
            var failure = it.Ladder.Add(step.Action, outcome, now, sweep.Sent, randomness(), options.Ladder);
            Alert(it, failure, options.Ladder);
            outbox.Remember(it);
        }

        var breaker = breakers.Of(step.World, now);
        if (breaker.Failed(it.Id, now, options.Breaker))
        {
            outbox.Fire(AlertKeys.Breaker(step.World), about: null, "critical",
                $"No step runs in {step.World} any more: {breaker.Memory.OpenedBy}. One object tries again by itself; mend the cause, or reset the breaker. Last: {outcome.Error}");
        }

        outbox.Remember(breaker);
    }

    public void Succeeded(ObjectState<TSpec> it, Step step, DateTimeOffset now, LoopOptions options)
    {
        if (it.Ladder.Of(step.Action) is { } failure)
        {
            Recover(it, failure);
            outbox.Remember(it);
        }

        if (breakers.Find(step.World) is { } breaker && breaker.Succeeded(it.Id, now))
        {
            Closed(breaker, $"A step of {it.Id} succeeded in {step.World} again.");
            sweep.Soon(now, options.Interval);
        }
    }

    /// <summary>A look that is known came in: what it no longer calls for is no longer failing.</summary>
    public void KeepNeeded(ObjectState<TSpec> it)
    {
        if (it.Ladder.Failures.IsEmpty)
            return;
        var before = it.Ladder.Failures;
        foreach (var failure in before)
        {
            if (!it.Plan.Steps.Any(step => step.Action == failure.Action))
                Recover(it, failure);
        }

        if (before != it.Ladder.Failures)
            outbox.Remember(it);
    }

    /// <summary>Forgets all that went wrong with the object: a person asked, or another state is desired.</summary>
    public void ForgetAll(ObjectState<TSpec> it, string why)
    {
        foreach (var failure in it.Ladder.Failures)
            outbox.Resolve(AlertKeys.Failing(it.Id, failure.Action), it.Id, why);
        outbox.Resolve(AlertKeys.Blocked(it.Id), it.Id, why);
        outbox.Resolve(AlertKeys.Contested(it.Id), it.Id, why);
        it.Ladder.ClearAll();
        it.Contest.Clear();
        it.StoppedOver = null;
        outbox.Remember(it);
    }

    /// <summary>It was in sync, or steps for it succeeded, and yet it is not as it should be.</summary>
    public void Undone(ObjectState<TSpec> it, DateTimeOffset now, ContestedOptions options)
    {
        if (!it.Contest.Undone(now, options))
            return;
        outbox.Fire(AlertKeys.Contested(it.Id), it.Id, "warning",
            $"{it.Id} was repaired {it.Contest.Repairs.Length} times and keeps being changed: {Naming.Of(it.Plan)}. Find what changes it; the repairs are spaced out meanwhile.");
        outbox.Remember(it);
    }

    public void Repaired(ObjectState<TSpec> it, DateTimeOffset now)
    {
        it.Contest.Repaired(now);
        outbox.Remember(it);
    }

    public void Decay(ObjectState<TSpec> it, DateTimeOffset now, ContestedOptions options)
    {
        if (!it.Contest.Decay(now, options))
            return;
        if (it.Contest.IsEmpty)
            outbox.Resolve(AlertKeys.Contested(it.Id), it.Id, $"{it.Id} has not had to be repaired for {Naming.Of(options.Window)}.");
        outbox.Remember(it);
    }

    public void SetBreaker(string world, bool open, string by, DateTimeOffset now)
    {
        var breaker = breakers.Of(world, now);
        if (open)
        {
            breaker.OpenByPerson(by, now);
            outbox.Remember(breaker);
        }
        else
        {
            breaker.Reset(now);
            Closed(breaker, $"The breaker of {world} was reset by {by}.");
        }
    }

    private void Closed(CircuitBreaker breaker, string why)
    {
        outbox.Resolve(AlertKeys.Breaker(breaker.Memory.World), about: null, why);
        outbox.Remember(breaker);
    }

    private void Recover(ObjectState<TSpec> it, Failure failure)
    {
        it.Ladder.Clear(failure);
        outbox.Resolve(AlertKeys.Failing(it.Id, failure.Action), it.Id, $"{failure.Action} of {it.Id} does not fail any more.");
    }

    private void Alert(ObjectState<TSpec> it, Failure failure, LadderOptions options)
    {
        if (failure.Count == options.AlertAt)
        {
            outbox.Fire(AlertKeys.Failing(it.Id, failure.Action), it.Id, "error",
                $"{failure.Action} of {it.Id} failed {failure.Count} times; it is tried on, ever more seldom. Last: {failure.Error}");
        }

        if (failure.Count == options.BlockAt)
        {
            outbox.Fire(AlertKeys.Blocked(it.Id), it.Id, "critical",
                $"{it.Id} is blocked: {failure.Action} failed {failure.Count} times. Mend the cause and unblock it, or change what is desired. Last: {failure.Error}");
        }
    }
}
