using System.Collections.Immutable;

namespace Plumb.Kernel.Failures;

/// <summary>
/// The repairs of one object that somebody keeps undoing. The first few within the window are made at once, each further one
/// waits longer; when nothing was repaired for a whole window, all is forgotten. (Argo CD's self-heal backoff: 2 s, times 3.)
/// </summary>
internal sealed class ContestedRepairs
{
    private const int Kept = 16;

    private bool _noticed;

    public ImmutableArray<DateTimeOffset> Repairs { get; private set; } = [];

    /// <summary>No repair before this.</summary>
    public DateTimeOffset? Until { get; private set; }

    public bool IsEmpty => Repairs.IsEmpty && Until is null;

    public void Restore(ObjectMemory memory)
    {
        (Repairs, Until) = (memory.Repairs, memory.ContestedUntil);
        _noticed = Until is not null;
    }

    /// <summary>It was in sync and no longer is. Told with each look, and counted once until it is in sync again.</summary>
    /// <returns>True when this repair has to wait and none had before.</returns>
    public bool Undone(DateTimeOffset now, ContestedOptions options)
    {
        if (_noticed)
            return false;
        _noticed = true;
        Decay(now, options);
        if (Repairs.Length < options.Free)
            return false;
        var wait = Math.Min(options.Cap.Ticks, options.Base.Ticks * Math.Pow(3, Repairs.Length - options.Free));
        Until = now + TimeSpan.FromTicks((long)wait);
        return true;
    }

    public void InSync() => _noticed = false;

    public void Repaired(DateTimeOffset now) =>
        Repairs = Repairs.Length == Kept ? Repairs.RemoveAt(0).Add(now) : Repairs.Add(now);

    /// <summary>Forgets what is long enough ago.</summary>
    /// <returns>True when something was forgotten.</returns>
    public bool Decay(DateTimeOffset now, ContestedOptions options)
    {
        var last = Until > (Repairs.IsEmpty ? null : Repairs[^1]) ? Until : Repairs.IsEmpty ? null : Repairs[^1];
        if (last is null)
            return false;
        if (now - last > options.Window)
        {
            Clear();
            return true;
        }

        if (Until is not null || Repairs.Length > options.Free || now - Repairs[0] <= options.Window)
            return false;
        Repairs = Repairs.RemoveAll(at => now - at > options.Window);
        return true;
    }

    public void Clear() => (Repairs, Until) = ([], null);

    public void Shift(TimeSpan by) => (Repairs, Until) = ([.. Repairs.Select(at => at + by)], Until + by);

    /// <summary>No wait is longer than the cap, and no repair is in the future, whatever the clock said when it was written down.</summary>
    public void Bound(DateTimeOffset now, ContestedOptions options)
    {
        Repairs = [.. Repairs.Select(at => at > now ? now : at)];
        if (Until > now + options.Cap)
            Until = now + options.Cap;
    }
}
