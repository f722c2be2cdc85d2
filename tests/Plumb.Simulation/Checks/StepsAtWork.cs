using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Checks;

/// <summary>The objects whose steps are doing something to the world now, by what went in and out of the loop.</summary>
internal sealed class StepsAtWork<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<ObjectId, long> _steps = [];

    public int Count => _steps.Count;

    public void Clear() => _steps.Clear();

    public void Told(LoopEvent<TSpec, TSeen> happened)
    {
        if (happened is LoopEvent<TSpec, TSeen>.StepEnded ended && _steps.GetValueOrDefault(ended.Id) == ended.Run)
            _steps.Remove(ended.Id);
    }

    public void Ordered(LoopCommand<TSpec> command)
    {
        if (command is LoopCommand<TSpec>.Execute { Step.OnlyLooks: false } step)
            _steps[step.Id] = step.Run;
        // Looked at again: the answer was lost, and is waited for no longer.
        else if (command is LoopCommand<TSpec>.LookAt { Id: var given })
            _steps.Remove(given);
    }
}
