using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Observe;

/// <summary>
/// What is known of every container beyond the list: inspected at once when a look has reason to, and each within the deep interval beside
/// the looks, evenly, so that a quiet look costs no call for it. Safe for several looks at once.
/// </summary>
internal sealed class InspectionBook(EngineClient engine, TimeSpan deepInterval, TimeProvider time) : IDisposable
{
    private const int AtOnce = 4;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ContainerWatch> _watches = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private Task _rotation = Task.CompletedTask;
    private DateTimeOffset? _rotatedAt;
    private double _credit;

    /// <summary>What the engine can limit; null until it was asked.</summary>
    public EngineInfo? Engine { get; private set; }

    /// <summary>An event said that something happened to the container that a list does not show.</summary>
    public void Flag(string id)
    {
        lock (_lock)
        {
            if (_watches.TryGetValue(id, out var watch))
            {
                watch.Flagged = true;
            }
        }
    }

    /// <summary>The health that the last look found; null: the container is not known.</summary>
    public string? HealthOf(string id)
    {
        lock (_lock)
        {
            return _watches.TryGetValue(id, out var watch) ? watch.Seen?.Health : null;
        }
    }

    /// <summary>Takes the rows of a list.</summary>
    /// <param name="items">The rows.</param>
    /// <param name="asked">When the list was asked for: what it says of uptimes is not older.</param>
    /// <param name="all">They are all that there are: others are forgotten.</param>
    public List<WatchedRow> Take(IReadOnlyList<ContainerItem> items, DateTimeOffset asked, bool all)
    {
        var rows = new List<WatchedRow>(items.Count);
        lock (_lock)
        {
            foreach (var item in items)
            {
                if (!_watches.TryGetValue(item.Id, out var watch))
                {
                    _watches[item.Id] = watch = new ContainerWatch();
                }

                rows.Add(new WatchedRow(item, asked, watch, watch.Flagged || watch.IsSuspect(item, asked)));
                watch.See(item);
            }

            if (all && _watches.Count > items.Count)
            {
                var there = items.Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
                foreach (var gone in _watches.Keys.Where(id => !there.Contains(id)).ToList())
                {
                    _watches.Remove(gone);
                }
            }
        }

        return rows;
    }

    /// <summary>Inspects containers. One that has gone meanwhile is forgotten, and is no error.</summary>
    /// <returns>Why the engine could not be asked; null: it could.</returns>
    public async Task<string?> InspectAsync(IEnumerable<WatchedRow> rows, CancellationToken cancellation)
    {
        string? away = null;
        if (Engine is null)
        {
            var info = await engine.InfoAsync(cancellation);
            if (info is EngineAnswer<EngineInfo>.Unreachable { Why: var why })
            {
                return why;
            }

            Engine = info is EngineAnswer<EngineInfo>.Ok { Value: var known } ? known : null;
        }

        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(rows, limit, async (row, stop) =>
        {
            if (Volatile.Read(ref away) is null && await InspectAsync(row, stop) is { } why)
            {
                Volatile.Write(ref away, why);
            }
        });
        if (away is not null)
        {
            Engine = null;
        }

        return away;
    }

    /// <summary>Goes on inspecting, beside the looks: those that never were, and of the others the ones that were longest ago, as many as the time since asks for.</summary>
    public void Rotate(IReadOnlyCollection<WatchedRow> rows)
    {
        if (!_rotation.IsCompleted || _end.IsCancellationRequested)
        {
            return;
        }

        var now = time.GetUtcNow();
        var passed = _rotatedAt is { } last && now > last ? now - last : TimeSpan.Zero;
        (_rotatedAt, _credit) = (now, Math.Min(rows.Count, _credit + (rows.Count * (passed / deepInterval))));
        var due = rows.Where(r => r.Watch.Inspection is null).ToList();
        if (_credit >= 1)
        {
            var share = (int)_credit;
            _credit -= share;
            due.AddRange(rows.Where(r => r.Watch.Inspection is not null).OrderBy(r => r.Watch.Inspection!.InspectedAt).Take(share));
        }

        if (due.Count > 0)
        {
            _rotation = RotateAsync(due);
        }
    }

    /// <summary>Ends the rotation; what it was asking stays unanswered.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _ = _rotation.ContinueWith(_ => _end.Dispose(), TaskScheduler.Default);
    }

    /// <summary>For tests: when nothing is being inspected beside the looks any more.</summary>
    internal Task RotatedAsync() => _rotation;

    private async Task RotateAsync(List<WatchedRow> due)
    {
        try
        {
            // An engine that is away is not told here: the next look says so.
            await InspectAsync(due, _end.Token);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Why the engine could not be asked; null: it answered.</summary>
    private async Task<string?> InspectAsync(WatchedRow row, CancellationToken cancellation)
    {
        var answer = await engine.InspectContainerAsync(row.Item.Id, cancellation);
        lock (_lock)
        {
            switch (answer)
            {
                case EngineAnswer<ContainerDetail>.Ok { Value: var detail }:
                    row.Watch.Inspect(detail, row, time.GetUtcNow());
                    return null;
                case EngineAnswer<ContainerDetail>.Unreachable { Why: var why }:
                    return why;
                default:
                    // Any other refusal (a container half removed) leaves what was known before.
                    row.Gone = answer.IsNotFound;
                    return null;
            }
        }
    }
}

/// <summary>A row of a list, and what is remembered of its container.</summary>
/// <param name="Item">The row.</param>
/// <param name="Asked">When the list was asked for.</param>
/// <param name="Watch">Shared with other looks.</param>
/// <param name="Due">It must be inspected before anything is said of it.</param>
internal sealed record WatchedRow(ContainerItem Item, DateTimeOffset Asked, ContainerWatch Watch, bool Due)
{
    /// <summary>
    /// It was listed and was not there when it was asked for: removed in between, or being made, for the engine lists a new container a moment before
    /// it knows it (moby, daemon.create). The next list tells which, so this counts for one look only.
    /// </summary>
    public bool Gone { get; set; }
}
