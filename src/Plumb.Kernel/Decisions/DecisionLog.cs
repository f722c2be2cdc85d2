using System.Collections.Immutable;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Decisions;

/// <summary>
/// Writes one decision for each run that had something to do: steps that ran, or holds that were not there before. The same
/// hold is not written down again with each sweep, and an unreachable world is not written down once an object.
/// </summary>
internal sealed class DecisionLog<TSpec>(Outbox<TSpec> outbox, Func<string> newId)
    where TSpec : class, ISpec
{
    /// <summary>The id under which the decision of this run will be written.</summary>
    public string IdOf(Run<TSpec> run) => run.Decision ??= newId();

    /// <summary>A run that executed steps has ended.</summary>
    public void Ran(ObjectState<TSpec> it, Run<TSpec> run, DateTimeOffset now)
    {
        AddTheRest(run);
        it.Explained = it.Holds;
        Write(IdOf(run), it, run.Cause, run.Spec, run.Differing, run.Plan.Differences, run.Steps.ToImmutable(), run.Outcome, run.Started, now);
    }

    /// <summary>A look found something to do, and nothing of it may run.</summary>
    public void Held(ObjectState<TSpec> it, Cause cause, DateTimeOffset now)
    {
        var isNew = !it.Holds.IsEmpty && !StandingHolds.SameReasons(it.Holds, it.Explained);
        it.Explained = it.Holds;
        if (!isNew)
            return;
        var held = it.Plan.Steps.Select(step => Record(step, "held")).ToImmutableArray();
        Write(newId(), it, cause, it.PlannedFor, it.Differing, it.Plan.Differences, held, DecisionOutcome.Held, now, now);
    }

    private static void AddTheRest(Run<TSpec> run)
    {
        var outcome = run.Outcome == DecisionOutcome.Held ? "held" : "skipped";
        for (var i = run.Steps.Count; i < run.Plan.Steps.Length; i++)
            run.Steps.Add(Record(run.Plan.Steps[i], outcome));
    }

    private static StepRecord Record(Step step, string outcome) =>
        new(step.Action, step.Changes, step.Why, outcome, Error: null, TimeSpan.Zero);

    private void Write(
        string id, ObjectState<TSpec> it, Cause cause, TSpec? desired, string? differing, ImmutableArray<Difference> differences,
        ImmutableArray<StepRecord> steps, DecisionOutcome outcome, DateTimeOffset started, DateTimeOffset now) =>
        outbox.Add(new LoopCommand<TSpec>.Record(new Decision
        {
            Id = id,
            Object = it.Id,
            Cause = cause,
            Desired = desired?.Fingerprint,
            Differing = differing,
            Differences = differences,
            Steps = steps,
            Holds = it.Holds,
            Outcome = outcome,
            Started = started,
            Duration = now - started,
        }));
}
