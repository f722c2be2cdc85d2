using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>No more steps than configured do something to the world at once.</summary>
public sealed class PlacesAreKept<TSpec, TSeen>(int places) : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly StepsAtWork<TSpec, TSeen> _steps = new();

    public override void Started() => _steps.Clear();

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened) => _steps.Told(happened);

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        _steps.Ordered(command);
        if (_steps.Count > places)
            throw new InvariantException("Places", $"{_steps.Count} steps run at once, where {places} may");
    }
}
