namespace Plumb.Kernel.Gates;

/// <summary>Who waits for whom to be ready, so that the waiting go on as soon as it is.</summary>
internal sealed class DependencyWaits
{
    private readonly Dictionary<ObjectId, HashSet<ObjectId>> _waiting = [];

    public void Add(ObjectId needed, ObjectId waiting)
    {
        if (!_waiting.TryGetValue(needed, out var others))
            _waiting[needed] = others = [];
        others.Add(waiting);
    }

    /// <summary>Those that waited for it; they are no longer waiting.</summary>
    public IEnumerable<ObjectId> Take(ObjectId ready) => _waiting.Count > 0 && _waiting.Remove(ready, out var others) ? others : [];
}
