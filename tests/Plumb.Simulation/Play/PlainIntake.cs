using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>Takes what is desired as it is, and tells the loop what is new in it in any order.</summary>
public sealed class PlainIntake<TSpec, TSeen>(Desire<TSpec> desire, Random random) : Intake<TSpec, TSeen>
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Dictionary<ObjectId, TSpec> _known = [];
    private Dictionary<ObjectId, TSpec> _target = [];
    private bool _targetComplete;
    private bool _knownComplete;

    public override IReadOnlyDictionary<ObjectId, TSpec> Known => _known;

    public override IReadOnlyList<LoopEvent<TSpec, TSeen>> Restart()
    {
        _known.Clear();
        _knownComplete = false;
        return Tell();
    }

    public override IReadOnlyList<LoopEvent<TSpec, TSeen>> Fetch()
    {
        (_target, _targetComplete) = (new(desire.Specs), desire.Complete);
        return Tell();
    }

    private List<LoopEvent<TSpec, TSeen>> Tell()
    {
        var gone = _known.Keys.Where(id => !_target.ContainsKey(id)).ToList();
        var news = _target.Values.Where(spec => !Equals(_known.GetValueOrDefault(spec.Id), spec))
            .Select<TSpec, LoopEvent<TSpec, TSeen>>(spec => new LoopEvent<TSpec, TSeen>.SpecSet(spec))
            .Concat(gone.Select(id => new LoopEvent<TSpec, TSeen>.SpecRemoved(id)))
            .ToArray();
        random.Shuffle(news);
        _known.Clear();
        foreach (var (id, spec) in _target)
            _known[id] = spec;
        if (_knownComplete == _targetComplete)
            return [.. news];
        _knownComplete = _targetComplete;
        var complete = new LoopEvent<TSpec, TSeen>.DesiredCompleteness(_targetComplete);
        return _targetComplete ? [.. news, complete] : [complete, .. news];
    }
}
