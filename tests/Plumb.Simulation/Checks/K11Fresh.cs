using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>K11: a step is for the newest desired state that was known when its run looked.</summary>
public sealed class K11Fresh<TSpec, TSeen> : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<ObjectId, TSpec> _newest = [];
    private readonly Dictionary<ObjectId, TSpec?> _whenLooked = [];

    public override void Started()
    {
        _newest.Clear();
        _whenLooked.Clear();
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        if (happened is LoopEvent<TSpec, TSeen>.SpecSet { Spec: var spec })
            _newest[spec.Id] = spec;
        else if (happened is LoopEvent<TSpec, TSeen>.SpecRemoved removed)
            _newest.Remove(removed.Id);
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is LoopCommand<TSpec>.LookAt look)
            _whenLooked[look.Id] = _newest.GetValueOrDefault(look.Id);
        else if (command is LoopCommand<TSpec>.Execute execute && !Equals(execute.Spec, _whenLooked.GetValueOrDefault(execute.Id)))
            throw new InvariantException("K11", $"{execute.Step.Action} of {execute.Id} is for {execute.Spec?.Fingerprint}, and {_whenLooked.GetValueOrDefault(execute.Id)?.Fingerprint} was desired when it looked");
    }
}
