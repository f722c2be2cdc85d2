using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>Part of K6: nothing is removed unless the newest look at the world was complete, and so was what is desired.</summary>
public sealed class K06RemovesOnlyOnACompleteLook<TSpec, TSeen> : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private long _sweep;
    private bool _sawAll;
    private bool _knowsAll;

    public override void Started() => (_sawAll, _knowsAll) = (false, false);

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        // An answer that comes late is of yesterday.
        if (happened is LoopEvent<TSpec, TSeen>.WorldSeen seen && seen.Sweep == _sweep)
            _sawAll = seen.Look.Completeness == Completeness.Complete;
        else if (happened is LoopEvent<TSpec, TSeen>.DesiredCompleteness { Complete: var complete })
            _knowsAll = complete;
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is LoopCommand<TSpec>.LookAtAll look)
            _sweep = look.Sweep;
        if (command is not LoopCommand<TSpec>.Execute execute)
            return;
        if ((execute.Step.Destructive || execute.Spec is null) && !_sawAll)
            throw new InvariantException("K6", $"{execute.Step.Action} of {execute.Id} removes on a look that was not complete");
        if (execute.Spec is null && !_knowsAll)
            throw new InvariantException("K6", $"{execute.Step.Action} of {execute.Id} removes while it is not known whether all that is desired is known");
    }
}
