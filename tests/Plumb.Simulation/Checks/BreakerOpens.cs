using Plumb.Kernel.Failures;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>So many failed steps of one world within the window have opened its breaker.</summary>
public sealed class BreakerOpens<TSpec, TSeen>(Disk<TSpec> disk, LoopOptions options) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<string, List<TimeSpan>> _failed = new(StringComparer.Ordinal);
    private readonly Dictionary<Plumb.Kernel.ObjectId, (long Run, string World)> _steps = [];

    public override void Started()
    {
        _failed.Clear();
        _steps.Clear();
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        if (happened is LoopEvent<TSpec, TSeen>.BreakerSet set)
            _failed.Remove(set.World);
        if (happened is LoopEvent<TSpec, TSeen>.StepEnded { Outcome: StepOutcome.Failed } ended
            && _steps.TryGetValue(ended.Id, out var step) && step.Run == ended.Run)
        {
            _steps.Remove(ended.Id);
            if (!_failed.TryGetValue(step.World, out var times))
                _failed[step.World] = times = [];
            times.Add(now.Time);
        }
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is LoopCommand<TSpec>.RememberWorld { Memory: { Position: BreakerPosition.Closed, FailedAt.IsEmpty: true } closed })
            _failed.Remove(closed.World);
        if (command is not LoopCommand<TSpec>.Execute execute)
            return;
        _steps[execute.Id] = (execute.Run, execute.Step.World);
        if (!_failed.TryGetValue(execute.Step.World, out var times))
            return;
        // Half of the window: by a clock that jumps some of it is lost.
        times.RemoveAll(at => now.Time - at > options.Breaker.Window / 2);
        if (times.Count >= options.Breaker.Failures && disk.Worlds.GetValueOrDefault(execute.Step.World) is not { Position: not BreakerPosition.Closed })
            throw new InvariantException("BreakerOpen", $"{times.Count} steps failed in {execute.Step.World}, and its breaker is closed");
    }
}
