namespace Plumb.Kernel.Failures;

/// <summary>The breakers of all worlds that a loop acts on.</summary>
internal sealed class BreakerBoard
{
    private readonly Dictionary<string, CircuitBreaker> _breakers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public IEnumerable<CircuitBreaker> All => _breakers.Values;

    public CircuitBreaker? Find(string world) => _breakers.GetValueOrDefault(world);

    public CircuitBreaker Of(string world, DateTimeOffset now) =>
        _breakers.TryGetValue(world, out var known) ? known : _breakers[world] = new(world, memory: null, now);

    public void Restore(WorldMemory memory, DateTimeOffset now, BreakerOptions options)
    {
        var breaker = new CircuitBreaker(memory.World, memory, now);
        breaker.Bound(now, options);
        _breakers[memory.World] = breaker;
    }

    /// <summary>The next time at which a breaker lets an object try, and that was not made known yet.</summary>
    public DateTimeOffset? NextTrial()
    {
        DateTimeOffset? next = null;
        foreach (var breaker in _breakers.Values)
        {
            if (breaker.TryAt is { } at && !_told.Contains(breaker.Memory.World) && (next is null || at < next))
                next = at;
        }

        return next;
    }

    /// <summary>True when a trial has become possible since this was last asked.</summary>
    public bool TakeTrials(DateTimeOffset now)
    {
        var any = false;
        foreach (var breaker in _breakers.Values)
        {
            if (breaker.TryAt is not { } at || at > now)
                _told.Remove(breaker.Memory.World);
            else
                any |= _told.Add(breaker.Memory.World);
        }

        return any;
    }

    /// <summary>The object tries nothing more.</summary>
    /// <returns>True when it was on trial somewhere.</returns>
    public bool Release(ObjectId id, DateTimeOffset now)
    {
        var any = false;
        foreach (var breaker in _breakers.Values)
            any |= breaker.Release(id, now);
        return any;
    }
}
