using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>K12: an unchanged status is not reported unless somebody asked; and once told that all is at rest, a sweep leaves no trace.</summary>
public sealed class K12Quiet<TSpec, TSeen> : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<ObjectId, ObjectStatus> _reported = [];
    private readonly Dictionary<ObjectId, int> _asked = [];

    /// <summary>Nothing happens any more, and all is in sync or held.</summary>
    public bool AtRest { get; set; }

    public override void Started()
    {
        _reported.Clear();
        _asked.Clear();
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        if (happened is LoopEvent<TSpec, TSeen>.Asked asked)
            _asked[asked.Id] = _asked.GetValueOrDefault(asked.Id) + 1;
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (AtRest && command is not (LoopCommand<TSpec>.LookAtAll or LoopCommand<TSpec>.Wake))
            throw new InvariantException("K12", $"all is at rest, and yet: {command}");
        if (command is LoopCommand<TSpec>.Forget gone)
            _reported.Remove(gone.Id);
        if (command is not LoopCommand<TSpec>.Report { Status: var status })
            return;
        if (status.Equals(_reported.GetValueOrDefault(status.Id)) && !TakeAsk(status.Id))
            throw new InvariantException("K12", $"the status of {status.Id} is reported again, unchanged");
        _reported[status.Id] = status;
    }

    private bool TakeAsk(ObjectId id)
    {
        var left = _asked.GetValueOrDefault(id) - 1;
        _asked[id] = left;
        return left >= 0;
    }
}
