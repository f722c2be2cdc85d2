using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>Each failure counts: what failed twice waits, and what failed five times is not tried again by itself.</summary>
public sealed class LadderIsClimbed<TSpec, TSeen>(Disk<TSpec> disk, LoopOptions options) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<(ObjectId Id, string Action), int> _failed = [];
    private readonly Dictionary<ObjectId, (long Run, string Action, string? Desired)> _steps = [];

    public override void Started()
    {
        _steps.Clear();
        _failed.Clear();
        foreach (var memory in disk.Objects.Values)
        {
            foreach (var failure in memory.Failures)
                _failed[(memory.Id, failure.Action)] = failure.Count;
        }
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        switch (happened)
        {
            case LoopEvent<TSpec, TSeen>.SpecSet { Spec.Id: var id }:
                Forget(id);
                break;
            case LoopEvent<TSpec, TSeen>.SpecRemoved { Id: var id }:
                Forget(id);
                break;
            case LoopEvent<TSpec, TSeen>.Asked { Ask: Ask.Unblock, Id: var id }:
                Forget(id);
                break;
            case LoopEvent<TSpec, TSeen>.StepEnded ended when _steps.TryGetValue(ended.Id, out var step) && step.Run == ended.Run:
                _steps.Remove(ended.Id);
                if (ended.Outcome is StepOutcome.Failed && step.Desired == disk.Objects.GetValueOrDefault(ended.Id)?.Desired)
                    _failed[(ended.Id, step.Action)] = _failed.GetValueOrDefault((ended.Id, step.Action)) + 1;
                else if (ended.Outcome is StepOutcome.Succeeded)
                    _failed.Remove((ended.Id, step.Action));
                break;
        }
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is LoopCommand<TSpec>.RememberObject { Memory: var memory })
        {
            foreach (var key in _failed.Keys.Where(it => it.Id == memory.Id && memory.Failures.All(failure => failure.Action != it.Action)).ToList())
                _failed.Remove(key);
        }

        if (command is not LoopCommand<TSpec>.Execute execute)
            return;
        _steps[execute.Id] = (execute.Run, execute.Step.Action, execute.Spec?.Fingerprint);
        if (_failed.GetValueOrDefault((execute.Id, execute.Step.Action)) >= options.Ladder.BlockAt)
            throw new InvariantException("Blocked", $"{execute.Step.Action} of {execute.Id} failed {options.Ladder.BlockAt} times, and is tried again");
    }

    private void Forget(ObjectId id)
    {
        foreach (var key in _failed.Keys.Where(it => it.Id == id).ToList())
            _failed.Remove(key);
    }
}
