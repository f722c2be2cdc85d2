using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Failures;

/// <summary>
/// The breaker of one world. Too many failed steps within the window open it; after its cool-down a single object tries, whose
/// success closes it and whose failure doubles the cool-down. One that a person opened waits for a person.
/// </summary>
internal sealed class CircuitBreaker(string world, WorldMemory? memory, DateTimeOffset now)
{
    public WorldMemory Memory { get; private set; } = memory ?? Closed(world, now);

    /// <summary>The object that may try, or is trying.</summary>
    public ObjectId? Trial { get; private set; }

    public bool IsClosed => Memory.Position == BreakerPosition.Closed;

    /// <summary>When it lets an object try; null when closed, being tried, or opened by a person.</summary>
    public DateTimeOffset? TryAt => Memory.Position == BreakerPosition.Open && Trial is null ? Memory.TryAt : null;

    /// <summary>The object may execute a step now. True for one object at most while it is not closed, which is then the one on trial.</summary>
    public bool TryPass(ObjectId id, DateTimeOffset now)
    {
        if (IsClosed || Trial == id)
            return true;
        if (Trial is not null || Memory.Position != BreakerPosition.Open || Memory.TryAt is not { } at || at > now)
            return false;
        Trial = id;
        return true;
    }

    /// <summary>A step of this world starts.</summary>
    /// <returns>True when the memory changed.</returns>
    public bool Starting(ObjectId id, DateTimeOffset now)
    {
        if (Trial != id || Memory.Position != BreakerPosition.Open)
            return false;
        Memory = Memory with { Position = BreakerPosition.HalfOpen, Since = now };
        return true;
    }

    /// <returns>True when it closed.</returns>
    public bool Succeeded(ObjectId id, DateTimeOffset now)
    {
        if (Memory.Position != BreakerPosition.HalfOpen || Trial != id)
            return false;
        Reset(now);
        return true;
    }

    /// <returns>True when it opened from closed.</returns>
    public bool Failed(ObjectId id, DateTimeOffset now, BreakerOptions options)
    {
        var recent = Memory.FailedAt.RemoveAll(at => at > now || now - at > options.Window).Add(now);
        if (recent.Length > options.Failures)
            recent = recent.RemoveAt(0);
        Memory = Memory with { FailedAt = recent };
        if (Memory.Position == BreakerPosition.HalfOpen && Trial == id)
        {
            var coolDown = Memory.CoolDown * 2 < options.CoolDownCap ? Memory.CoolDown * 2 : options.CoolDownCap;
            Memory = Memory with { Position = BreakerPosition.Open, Since = now, TryAt = now + coolDown, CoolDown = coolDown };
            Trial = null;
            return false;
        }

        if (!IsClosed || recent.Length < options.Failures)
            return false;
        Open(now, now + options.CoolDown, options.CoolDown, $"{recent.Length} failed steps within {Naming.Of(options.Window)}");
        return true;
    }

    public void OpenByPerson(string by, DateTimeOffset now) => Open(now, tryAt: null, TimeSpan.Zero, by);

    /// <summary>Closes it and forgets the failures.</summary>
    public void Reset(DateTimeOffset now) => (Memory, Trial) = (Closed(world, now), null);

    /// <summary>The object's run ended, or it waits for something else: another may try.</summary>
    /// <returns>True when it was on trial.</returns>
    public bool Release(ObjectId id, DateTimeOffset now)
    {
        if (Trial != id)
            return false;
        Trial = null;
        Settle(now);
        return true;
    }

    public void Shift(TimeSpan by) => Memory = Memory with { TryAt = Memory.TryAt + by, FailedAt = [.. Memory.FailedAt.Select(at => at + by)] };

    /// <summary>Takes up what an earlier process left: a trial of its is over, and no wait is longer than the cap.</summary>
    public void Bound(DateTimeOffset now, BreakerOptions options)
    {
        Settle(now);
        if (Memory.TryAt > now + options.CoolDownCap)
            Memory = Memory with { TryAt = now + options.CoolDownCap };
    }

    private static WorldMemory Closed(string world, DateTimeOffset now) =>
        new(world, BreakerPosition.Closed, [], now, TryAt: null, TimeSpan.Zero, OpenedBy: null);

    private void Settle(DateTimeOffset now)
    {
        if (Memory.Position == BreakerPosition.HalfOpen)
            Memory = Memory with { Position = BreakerPosition.Open, Since = now, TryAt = now };
    }

    private void Open(DateTimeOffset now, DateTimeOffset? tryAt, TimeSpan coolDown, string by)
    {
        Memory = Memory with { Position = BreakerPosition.Open, Since = now, TryAt = tryAt, CoolDown = coolDown, OpenedBy = by };
        Trial = null;
    }
}
