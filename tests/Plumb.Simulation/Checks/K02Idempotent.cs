using Plumb.Kernel;
using Plumb.Kernel.Decisions;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>K2: when a run succeeded and nobody meddled meanwhile, planning again gives nothing more to do.</summary>
public sealed class K02Idempotent<TSpec, TSeen>(Stage<TSpec, TSeen> stage, Func<ObjectId, TSpec?> newest) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<ObjectId, int> _disturbancesAtStart = [];
    private readonly HashSet<ObjectId> _acted = [];

    public override void Started()
    {
        _disturbancesAtStart.Clear();
        _acted.Clear();
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        if (happened is LoopEvent<TSpec, TSeen>.StepEnded ended)
            _acted.Add(ended.Id);
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        // A look after a step belongs to the same run.
        if (command is LoopCommand<TSpec>.LookAt look && !_acted.Contains(look.Id))
            _disturbancesAtStart[look.Id] = stage.DisturbancesOf(look.Id);
        if (command is not LoopCommand<TSpec>.Record { Decision: var decision })
            return;
        var id = decision.Object;
        // What a taken-over project needs is only known once it is ours.
        if (_acted.Remove(id) && !decision.Steps.Any(it => it.Action == "adopt") && decision.Outcome == DecisionOutcome.Succeeded
            && _disturbancesAtStart.GetValueOrDefault(id) == stage.DisturbancesOf(id) && newest(id)?.Fingerprint == decision.Desired)
            PlansNothing(id, newest(id), now);
    }

    private void PlansNothing(ObjectId id, TSpec? spec, Moment now)
    {
        var plan = stage.Universe.Planner.Plan(id, spec, stage.Universe.LookAt(id, spec, now.Clock), new(now.Clock, Complete: true, DesiredComplete: true));
        if (plan.Steps.FirstOrDefault(it => it.Hold is null) is { } step)
            throw new InvariantException("K2", $"{id} was repaired and nobody touched it, and yet {step.Action} is due: {step.Changes}, {step.Why}");
    }
}
