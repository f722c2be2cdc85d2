using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Checks;

/// <summary>K6: a step is only executed when the newest answer about its object in this process was a known look, or a success after one.</summary>
public sealed class K06LooksBeforeItActs<TSpec, TSeen> : Check<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly HashSet<ObjectId> _mayAct = [];
    private readonly Dictionary<ObjectId, long> _awaited = [];

    public override void Started()
    {
        _mayAct.Clear();
        _awaited.Clear();
    }

    public override void Told(Moment now, LoopEvent<TSpec, TSeen> happened)
    {
        if (happened is LoopEvent<TSpec, TSeen>.ObjectSeen seen && IsAwaited(seen.Id, seen.Run))
            Allow(seen.Id, seen.Look.Seen != Seen.Unknown);
        else if (happened is LoopEvent<TSpec, TSeen>.StepEnded ended && IsAwaited(ended.Id, ended.Run))
            Allow(ended.Id, ended.Outcome is StepOutcome.Succeeded);
    }

    public override void Ordered(Moment now, LoopCommand<TSpec> command)
    {
        if (command is LoopCommand<TSpec>.LookAt look)
            (_awaited[look.Id], _) = (look.Run, _mayAct.Remove(look.Id));
        if (command is not LoopCommand<TSpec>.Execute execute)
            return;
        if (!_mayAct.Contains(execute.Id))
            throw new InvariantException("K6", $"{execute.Step.Action} of {execute.Id} is executed, and the newest look at it was not a known one");
        _awaited[execute.Id] = execute.Run;
    }

    private bool IsAwaited(ObjectId id, long run) => _awaited.TryGetValue(id, out var awaited) && awaited == run && _awaited.Remove(id);

    private void Allow(ObjectId id, bool allow)
    {
        if (allow)
            _mayAct.Add(id);
        else
            _mayAct.Remove(id);
    }
}
