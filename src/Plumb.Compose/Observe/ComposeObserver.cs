using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Observe;

/// <summary>
/// Looks at the Compose projects of one engine: all of them with one call, no process. An engine that cannot be asked is Unknown,
/// never Absent. A quiet look at everything makes one call, at most two; see <see cref="InspectionBook"/> for what is looked at beside it.
/// </summary>
public sealed class ComposeObserver : IObserver<ComposeSpec, StackSeen>, IDisposable
{
    private readonly EngineClient _engine;
    private readonly StackLayout _layout;
    private readonly AdoptionStore _adoptions;
    private readonly PermitStore _permits;
    private readonly DepartedStacks _departed;
    private readonly ComposeObserverOptions _options;
    private readonly TimeProvider _time;
    private readonly InspectionBook _inspections;
    private readonly ResourceBook _networks;
    private readonly ResourceBook _volumes;
    private readonly EngineHints _hints;

    public ComposeObserver(
        EngineClient engine, StackLayout layout, AdoptionStore adoptions, PermitStore permits, DepartedStacks departed, ComposeObserverOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_engine, _layout, _adoptions, _permits, _departed, _options, _time) = (engine, layout, adoptions, permits, departed, options, time);
        _inspections = new InspectionBook(engine, options.DeepInterval, time);
        _networks = ResourceBook.OfNetworks(engine, options.DeepInterval, time);
        _volumes = ResourceBook.OfVolumes(engine, options.DeepInterval, time);
        _hints = new EngineHints(engine, options, _inspections, _networks, _volumes, time);
    }

    /// <summary>
    /// Which object may have changed, as the engine's events tell; null: any may have. Ends when the engine goes away. Every hint may be
    /// lost: looks alone find everything.
    /// </summary>
    public IAsyncEnumerable<ObjectId?> HintsAsync(CancellationToken cancellation) => _hints.ListenAsync(cancellation);

    /// <summary>Tells an agent whether what it remembers is as new as what runs.</summary>
    public async ValueTask<HighestSequence> HighestAsync(CancellationToken cancellation)
    {
        var list = await _engine.ListContainersAsync(project: null, cancellation);
        return list is EngineAnswer<List<ContainerItem>>.Ok { Value: var items }
            ? new(items.Select(MarkReader.Of).Where(mark => mark?.Ownership.Instance == _options.Instance).Max(mark => mark?.Sequence) ?? 0, Unknown: null)
            : new(0, list.Problem!);
    }

    public async ValueTask<WorldLook<StackSeen>> LookAtAllAsync(IReadOnlyDictionary<ObjectId, ComposeSpec> desired, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(desired);
        var asked = _time.GetUtcNow();
        var list = await _engine.ListContainersAsync(project: null, cancellation);
        if (list is not EngineAnswer<List<ContainerItem>>.Ok { Value: var items })
        {
            return WorldLook<StackSeen>.Unknown(list.Problem!);
        }

        var taken = _inspections.Take(items, asked, all: true);
        var due = taken.Where(r => r.Due).ToList();
        if (due.Count > 0 && await _inspections.InspectAsync(due, cancellation) is { } away)
        {
            return WorldLook<StackSeen>.Unknown(away);
        }

        if (await RenewAsync(desired.Values, items, cancellation) is { } why)
        {
            return WorldLook<StackSeen>.Unknown(why);
        }

        var rows = new WorldRows(taken, _options.Instance);
        var stacks = rows.Stacks(desired.Values, _departed.Current, _layout, _adoptions).ToList();
        _hints.Know(stacks, items);
        var look = Assembled(stacks, rows);
        _inspections.Rotate(taken);
        return look;
    }

    public async ValueTask<Look<StackSeen>> LookAtAsync(ObjectId id, ComposeSpec? desired, CancellationToken cancellation)
    {
        // What is not desired is found by its labels, in whatever project it is.
        var asked = _time.GetUtcNow();
        var list = await _engine.ListContainersAsync(desired?.Project, cancellation);
        if (list is not EngineAnswer<List<ContainerItem>>.Ok { Value: var items })
        {
            return Look<StackSeen>.Unknown(list.Problem!);
        }

        var rows = new WorldRows(_inspections.Take(items, asked, all: false), _options.Instance);
        var stack = desired is not null ? Wanted.Of(desired) : rows.Stacks([], _departed.Current, _layout, _adoptions).FirstOrDefault(s => s.Id == id);
        if (stack is null)
        {
            return Look<StackSeen>.Absent();
        }

        var own = rows.Of(stack.Project).ToList();
        var problem = await _inspections.InspectAsync(own, cancellation)
            ?? await _networks.RenewAsync(cancellation)
            ?? await _volumes.RenewAsync(cancellation);
        if (problem is not null)
        {
            return Look<StackSeen>.Unknown(problem);
        }

        try
        {
            return Seen(stack, own) is { } seen ? Look<StackSeen>.Present(seen) : Look<StackSeen>.Absent();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Look<StackSeen>.Unknown(CannotRead(stack, error));
        }
    }

    public void Dispose() => _inspections.Dispose();

    private WorldLook<StackSeen> Assembled(List<Wanted> stacks, WorldRows rows)
    {
        var objects = new Dictionary<ObjectId, StackSeen>(stacks.Count);
        string? partial = null;
        foreach (var stack in stacks)
        {
            try
            {
                if (Seen(stack, rows.Of(stack.Project)) is { } seen)
                {
                    objects[stack.Id] = seen;
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                partial = CannotRead(stack, error);
            }
        }

        return partial is null ? WorldLook<StackSeen>.Complete(objects) : WorldLook<StackSeen>.Partial(objects, partial);
    }

    /// <summary>Null: nothing of it is there.</summary>
    private StackSeen? Seen(Wanted stack, IEnumerable<WatchedRow> rows)
    {
        var containers = new List<ContainerSeen>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row is { Gone: false, Watch.Seen: { } known })
            {
                containers.Add(Settled(known, stack.Spec));
                ids.Add(known.Id);
            }
        }

        containers.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        var seen = new StackSeen
        {
            Project = stack.Project,
            Containers = containers,
            Networks = _networks.Of(stack.Project, stack.Spec?.Rendered?.Networks.Keys ?? []),
            Volumes = _volumes.Of(stack.Project, stack.Spec?.Rendered?.Volumes.Keys ?? []),
            Layout = _layout.Look(stack.Ownership.Scope, stack.Ownership.StackPath, ids),
            Adoption = _adoptions.Find(stack.Project),
            Permit = _permits.Find(stack.Id.Value),
            Removal = stack.Removal,
            Owner = stack.Removal is null ? null : stack.Ownership,
        };

        // Files and volumes of a stack that goes stay with their user: they are not what is left of it.
        var isThere = stack.Spec is not null
            ? containers.Count > 0 || seen.Layout.Checksum is not null || seen.Networks.Count > 0 || seen.Volumes.Count > 0
            : containers.Count > 0 || (seen.Layout.Checksum is not null && seen.Networks.Count > 0);
        return isThere ? seen : null;
    }

    private ContainerSeen Settled(ContainerSeen seen, ComposeSpec? spec)
    {
        if (_inspections.Engine is not { SetsAll: false } engine || seen.Inspection is not { } inspection
            || spec?.Rendered?.Services.GetValueOrDefault(seen.Service) is not { } service)
        {
            return seen;
        }

        return seen with { Inspection = inspection with { Settings = SupportedLimits.Settle(inspection.Settings, service.Settings, engine) } };
    }

    /// <summary>Lists networks and volumes where the last lists will not do; in a quiet look at most one of them.</summary>
    private async Task<string?> RenewAsync(IEnumerable<ComposeSpec> desired, List<ContainerItem> items, CancellationToken cancellation)
    {
        var unheard = !_hints.IsLive && !Presence.IsComplete(desired, items);
        var networks = unheard || _networks.IsOutdated;
        var volumes = unheard || _volumes.IsOutdated;
        if (!networks && !volumes && (_networks.IsOld || _volumes.IsOld))
        {
            networks = _networks.Age >= _volumes.Age;
            volumes = !networks;
        }

        return (networks ? await _networks.RenewAsync(cancellation) : null) ?? (volumes ? await _volumes.RenewAsync(cancellation) : null);
    }

    private static string CannotRead(Wanted stack, Exception error) => $"what lies on disk of {stack.Ownership.StackPath} cannot be read: {error.Message}";
}
