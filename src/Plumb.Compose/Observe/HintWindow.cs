using Plumb.Kernel;

namespace Plumb.Compose.Observe;

/// <summary>Holds hints until the events of their object rest, but never long: many events become one hint.</summary>
internal sealed class HintWindow(ComposeObserverOptions options, TimeProvider time)
{
    private readonly Dictionary<ObjectId, (long First, long Last)> _waiting = [];
    private (long First, long Last)? _any;

    /// <summary>How long until the next hint is ripe; null: none waits.</summary>
    public TimeSpan? Wait
    {
        get
        {
            var now = time.GetTimestamp();
            TimeSpan? least = null;
            foreach (var times in _waiting.Values.Concat(_any is { } any ? [any] : []))
            {
                var left = Left(times, now);
                least = least is null || left < least ? left : least;
            }

            return least;
        }
    }

    public void Add(IEnumerable<ObjectId> ids)
    {
        var now = time.GetTimestamp();
        foreach (var id in ids)
        {
            _waiting[id] = (_waiting.TryGetValue(id, out var times) ? times.First : now, now);
        }
    }

    /// <summary>Anything may have changed.</summary>
    public void AddAny()
    {
        var now = time.GetTimestamp();
        _any = (_any?.First ?? now, now);
    }

    /// <summary>Hints whose time has come, which are then gone from here.</summary>
    public List<ObjectId?> Ripe()
    {
        var now = time.GetTimestamp();
        List<ObjectId?> ripe = [.. _waiting.Where(w => Left(w.Value, now) == TimeSpan.Zero).Select(w => (ObjectId?)w.Key)];
        foreach (var id in ripe)
        {
            _waiting.Remove(id!.Value);
        }

        if (_any is { } any && Left(any, now) == TimeSpan.Zero)
        {
            _any = null;
            ripe.Add(null);
        }

        return ripe;
    }

    /// <summary>All that still wait.</summary>
    public List<ObjectId?> Rest() => [.. _waiting.Keys.Select(id => (ObjectId?)id), .. _any is null ? [] : new ObjectId?[] { null }];

    private TimeSpan Left((long First, long Last) times, long now)
    {
        var rest = options.HintRest - time.GetElapsedTime(times.Last, now);
        var wait = options.HintWait - time.GetElapsedTime(times.First, now);
        var left = rest < wait ? rest : wait;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
