using Plumb.Compose.Model;

namespace Plumb.Simulation.Engine;

/// <summary>One Compose project on a virtual engine, with the stack's content on disk and what was written down about whose it is.</summary>
public sealed class VirtualProject(string name, Ownership ours, VirtualEngineClock clock)
{
    public string Name => name;

    public Ownership Ours => ours;

    public List<ContainerSeen> Containers { get; } = [];

    public HashSet<string> Networks { get; } = new(StringComparer.Ordinal);

    /// <summary>By name: the driver, which somebody may have changed.</summary>
    public Dictionary<string, string> Volumes { get; } = new(StringComparer.Ordinal);

    public LayoutSeen Layout { get; set; } = LayoutSeen.None;

    public AdoptionRecord? Adoption { get; set; }

    public IEnumerable<ContainerSeen> Own => Containers.Where(IsOurs);

    /// <summary>A container of another owner's is in it; or some are, none is ours, and we have not made all services that they are of.</summary>
    public bool IsSomebodyElses(ComposeSpec? spec) => Containers.Exists(IsAnothers)
        || (Adoption is not { Made: false } && !Own.Any() && Containers.Exists(it => Adoption is null || spec?.Rendered?.Services.ContainsKey(it.Service) != true));

    public bool IsOurs(ContainerSeen it) => it.Mark?.Ownership == ours || Adoption?.Containers.ContainsKey(it.Id) == true;

    /// <summary>Another owner's, and no person let us take it over.</summary>
    public bool IsAnothers(ContainerSeen it) => it.Mark is { } mark && mark.Ownership != ours && !IsOurs(it);

    /// <summary>What a look shows; null when nothing of it is there.</summary>
    /// <param name="removal">Null: it is desired.</param>
    public StackSeen? Seen(RemovalTerms? removal)
    {
        var isThere = removal is null
            ? Containers.Count > 0 || Layout.Checksum is not null || Networks.Count > 0 || Volumes.Count > 0
            : Own.Any() || (Layout.Checksum is not null && Networks.Count > 0);
        return !isThere ? null : new()
        {
            Project = name,
            Containers = [.. Containers.OrderBy(it => it.Name, StringComparer.Ordinal).Select(Inspected)],
            Networks = Networks.ToDictionary(it => it, it => Resource(it, "bridge"), StringComparer.Ordinal),
            Volumes = Volumes.ToDictionary(it => it.Key, it => Resource(it.Key, it.Value), StringComparer.Ordinal),
            Layout = Layout,
            Adoption = Adoption,
            Removal = removal,
            Owner = removal is null ? null : ours,
        };
    }

    public ContainerSeen? Find(string id) => Containers.Find(it => it.Id == id);

    public void Change(string id, Func<ContainerSeen, ContainerSeen> change)
    {
        var at = Containers.FindIndex(it => it.Id == id);
        if (at >= 0)
            Containers[at] = change(Containers[at]);
    }

    public void Remove(string id) => Containers.RemoveAll(it => it.Id == id);

    /// <summary>Makes a container that is not started yet.</summary>
    /// <param name="mark">Whose it is; null for one made by hand.</param>
    public ContainerSeen Create(RenderedService service, int number, string containerName, ContainerMark? mark)
    {
        var at = clock.Tick();
        var made = new ContainerSeen
        {
            Id = $"{clock.Ticks:x12}".PadRight(64, '0'),
            Name = containerName,
            Service = service.Name,
            Number = number,
            OneOff = false,
            State = "created",
            ExitCode = null,
            Health = "none",
            Image = "busybox",
            ImageId = "sha256:1",
            Ports = [],
            CreatedAt = at,
            Mark = mark,
            ConfigHash = "",
            Networks = service.Networks,
            Volumes = service.Volumes,
            Inspection = new(at, service.Settings, 0, StartedAt: null, 0, UnhealthySince: null),
        };
        Containers.Add(made);
        return made;
    }

    public void Start(ContainerSeen container, bool ends)
    {
        var at = clock.Tick();
        Change(container.Id, it => it with
        {
            State = ends ? "exited" : "running",
            ExitCode = ends ? 0 : null,
            Inspection = it.Inspection! with { StartedAt = at },
        });
    }

    private ContainerSeen Inspected(ContainerSeen it) => it with { Inspection = it.Inspection! with { InspectedAt = clock.Tick() } };

    private ResourceSeen Resource(string resource, string driver) => new(resource, name, driver, new Dictionary<string, string>(StringComparer.Ordinal));
}

/// <summary>The engine's own clock: it only has to tell earlier from later.</summary>
public sealed class VirtualEngineClock
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public long Ticks { get; private set; }

    public DateTimeOffset Tick() => Epoch.AddMilliseconds(++Ticks);
}
