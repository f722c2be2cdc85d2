using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;

namespace Plumb.Compose.Observe;

/// <summary>
/// Networks or volumes of the engine: listed when they may have changed, and within the deep interval. While events are heard they tell
/// of changes; while they are not, every look that needs the list makes it anew.
/// </summary>
internal sealed class ResourceBook(Func<CancellationToken, Task<EngineAnswer<IReadOnlyList<ResourceSeen>>>> list, TimeSpan deepInterval, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _changes;
    private Listing? _listing;

    /// <summary>An event, or the end of events, said that the list may be out of date.</summary>
    public void Invalidate() => Interlocked.Increment(ref _changes);

    /// <summary>No list, or one that something was heard about since.</summary>
    public bool IsOutdated => Volatile.Read(ref _listing) is not { } last || last.Change != Interlocked.Read(ref _changes);

    /// <summary>How long ago it was listed.</summary>
    public TimeSpan Age => Volatile.Read(ref _listing) is { } last ? time.GetUtcNow() - last.At : TimeSpan.MaxValue;

    public bool IsOld => Age >= deepInterval;

    /// <summary>Lists anew.</summary>
    /// <returns>Why it could not; null: it could.</returns>
    public async Task<string?> RenewAsync(CancellationToken cancellation)
    {
        // Read before the call: a change that is heard during it makes the answer outdated again.
        var change = Interlocked.Read(ref _changes);
        var answer = await list(cancellation);
        if (answer is not EngineAnswer<IReadOnlyList<ResourceSeen>>.Ok { Value: var all })
        {
            return answer.Problem;
        }

        lock (_lock)
        {
            _listing = new Listing(
                change, time.GetUtcNow(), all.DistinctBy(r => r.Name, StringComparer.Ordinal).ToDictionary(r => r.Name, StringComparer.Ordinal),
                all.Where(r => r.ProjectLabel is not null).ToLookup(r => r.ProjectLabel!, StringComparer.Ordinal));
        }

        return null;
    }

    /// <summary>Those that carry the project's label, and those of the given names.</summary>
    public IReadOnlyDictionary<string, ResourceSeen> Of(string project, IEnumerable<string> names)
    {
        var found = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal);
        if (Volatile.Read(ref _listing) is not { } last)
        {
            return found;
        }

        foreach (var resource in last.ByProject[project])
        {
            found[resource.Name] = resource;
        }

        foreach (var name in names)
        {
            if (last.ByName.TryGetValue(name, out var resource))
            {
                found[name] = resource;
            }
        }

        return found;
    }

    public static ResourceBook OfNetworks(EngineClient engine, TimeSpan deepInterval, TimeProvider time) => new(
        async cancellation => (await engine.ListNetworksAsync(cancellation)).Map(Seen), deepInterval, time);

    public static ResourceBook OfVolumes(EngineClient engine, TimeSpan deepInterval, TimeProvider time) => new(
        async cancellation => (await engine.ListVolumesAsync(cancellation)).Map(Seen), deepInterval, time);

    private static IReadOnlyList<ResourceSeen> Seen(List<NetworkItem> items) => [.. items.Select(n => Seen(n.Name, n.Driver, n.Labels, n.Options))];

    private static IReadOnlyList<ResourceSeen> Seen(IReadOnlyList<VolumeItem> items) => [.. items.Select(v => Seen(v.Name, v.Driver, v.Labels, v.Options))];

    private static ResourceSeen Seen(string name, string driver, IReadOnlyDictionary<string, string>? labels, IReadOnlyDictionary<string, string>? options) =>
        new(name, labels?.GetValueOrDefault(Labels.Project), driver, options ?? new Dictionary<string, string>(StringComparer.Ordinal));

    private sealed record Listing(long Change, DateTimeOffset At, Dictionary<string, ResourceSeen> ByName, ILookup<string, ResourceSeen> ByProject);
}
