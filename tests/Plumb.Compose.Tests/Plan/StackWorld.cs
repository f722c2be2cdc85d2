using Plumb.Compose.Model;

namespace Plumb.Compose.Tests.Plan;

/// <summary>
/// What steps do to an engine, as far as the planner can tell: the published behaviour of Compose in memory, so that a plan's effect can be
/// looked at again. The real thing is in the tests on the real engine.
/// </summary>
internal sealed class StackWorld
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _made;

    public List<ContainerSeen> Containers { get; } = [];

    public Dictionary<string, ResourceSeen> Networks { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ResourceSeen> Volumes { get; } = new(StringComparer.Ordinal);

    public LayoutSeen Layout { get; set; } = LayoutSeen.None;

    public AdoptionRecord? Adoption { get; set; }

    public DateTimeOffset Now { get; set; } = Epoch;

    public StackSeen Look() => new()
    {
        Project = "web",
        Containers = [.. Containers],
        Networks = new Dictionary<string, ResourceSeen>(Networks, StringComparer.Ordinal),
        Volumes = new Dictionary<string, ResourceSeen>(Volumes, StringComparer.Ordinal),
        Layout = Layout,
        Adoption = Adoption,
    };

    public ContainerSeen One(string service) => Assert.Single(Containers, it => it.Service == service);

    public ContainerSeen Change(ContainerSeen container, Func<ContainerSeen, ContainerSeen> change)
    {
        var at = Containers.FindIndex(it => it.Id == container.Id);
        return Containers[at] = change(container);
    }

    public ContainerSeen Change(string service, Func<ContainerSeen, ContainerSeen> change) => Change(One(service), change);

    public ContainerSeen Make(ComposeSpec spec, string service, int number = 1, bool marked = true, string state = "running", string? name = null)
    {
        var desired = spec.Rendered!.Services.GetValueOrDefault(service) ?? StackBuilder.NewService(service);
        _made++;
        var made = new ContainerSeen
        {
            Id = $"{_made:x12}".PadRight(64, '0'),
            Name = name ?? $"web-{service}-{number}",
            Service = service,
            Number = number,
            OneOff = false,
            State = state,
            ExitCode = state == "exited" ? 0 : null,
            Health = desired.HasHealthCheck ? "healthy" : "none",
            Image = desired.Image ?? "",
            ImageId = "sha256:1",
            Ports = [],
            CreatedAt = Epoch.AddSeconds(_made),
            Mark = marked ? new() { Ownership = spec.Ownership, InputsHash = desired.InputsHash, ComposeHash = spec.Rendered.ComposeHash } : null,
            ConfigHash = "",
            Networks = desired.Networks,
            Volumes = desired.Volumes,
            Inspection = new(Epoch.AddSeconds(_made), desired.Settings, 0, Epoch.AddSeconds(_made), 0, UnhealthySince: null) { Program = desired.Program },
        };
        Containers.Add(made);
        return made;
    }

    public void MakeNetwork(string name) => Networks.TryAdd(name, new(name, "web", "bridge", new Dictionary<string, string>(StringComparer.Ordinal)));

    /// <summary>Carries out a step wholly.</summary>
    public void Do(ComposeSpec spec, ComposeStep step)
    {
        foreach (var part in Parts(spec, step).ToList())
            part();
    }

    /// <summary>The step in the small parts between which it may be killed.</summary>
    public IEnumerable<Action> Parts(ComposeSpec spec, ComposeStep step) => step switch
    {
        ComposeStep.Adopt => [() => Adoption = new("web", spec.Ownership, Now, "test", Containers.ToDictionary(
            it => it.Id, it => spec.Rendered!.Services.GetValueOrDefault(it.Service)?.InputsHash ?? "", StringComparer.Ordinal))],
        ComposeStep.LayOut layOut => LayOut(spec, layOut),
        ComposeStep.Rename rename => rename.Names.Select<ContainerName, Action>(it => () => Change(ById(it.ContainerId), seen => seen with { Name = it.Name })),
        ComposeStep.Update update => update.Containers.Select<ContainerUpdate, Action>(it => () => Change(
            ById(it.ContainerId), seen => seen with { Inspection = seen.Inspection! with { Settings = it.Settings } })),
        ComposeStep.Unpause unpause => unpause.ContainerIds.Select<string, Action>(id => () => Change(ById(id), seen => seen with { State = "running" })),
        ComposeStep.Stop stop => stop.ContainerIds.Select<string, Action>(id => () => Change(ById(id), seen => seen with { State = "exited", ExitCode = 137 })),
        ComposeStep.RemoveContainers remove => remove.ContainerIds.Select<string, Action>(id => () => Containers.RemoveAll(it => it.Id == id)),
        ComposeStep.Up up => Up(spec, up),
        ComposeStep.Down down => down.ContainerIds.Select<string, Action>(id => () => Containers.RemoveAll(it => it.Id == id)).Append(() => Networks.Clear()),
        ComposeStep.Build or ComposeStep.Pull or ComposeStep.Await or ComposeStep.Verify => [],
        _ => throw new InvalidOperationException(step.ToString()),
    };

    private IEnumerable<Action> LayOut(ComposeSpec spec, ComposeStep.LayOut step)
    {
        yield return () => Layout = Layout with
        {
            Stale = [.. Layout.Stale, .. step.StaleContainers.Where(it => Layout.Changed.Contains(it.Path, StringComparer.Ordinal))],
        };
        yield return () => Layout = Layout with { Changed = [], Checksum = spec.Target.Checksum };
    }

    /// <summary>All are made before any is started. Source: docker/compose pkg/compose: create, then start.</summary>
    private IEnumerable<Action> Up(ComposeSpec spec, ComposeStep.Up step)
    {
        string[] named = [.. step.Recreate, .. step.Ensure];
        return [() => Resources(spec, named), .. step.Recreate.SelectMany(it => Recreate(spec, it)), .. named.SelectMany(it => Create(spec, it)), .. named.Select<string, Action>(it => () => Start(spec, it))];
    }

    private void Resources(ComposeSpec spec, string[] named)
    {
        foreach (var service in named.Select(it => spec.Rendered!.Services[it]))
        {
            foreach (var network in service.Networks)
                MakeNetwork(network);
            foreach (var volume in service.Volumes)
                Volumes.TryAdd(volume, new(volume, "web", spec.Rendered!.Volumes[volume].Driver ?? "local", spec.Rendered.Volumes[volume].Options));
        }
    }

    private IEnumerable<Action> Recreate(ComposeSpec spec, string service)
    {
        foreach (var old in Containers.Where(it => !it.OneOff && it.Service == service).ToList())
        {
            ContainerSeen? made = null;
            yield return () => made = Make(spec, service, old.Number, state: "created", name: $"{old.Id[..12]}_web-{service}-{old.Number}");
            yield return () => Change(ById(old.Id), it => it with { State = "exited", ExitCode = 137 });
            yield return () => Containers.RemoveAll(it => it.Id == old.Id);
            yield return () => Change(ById(made!.Id), it => it with { Name = $"web-{service}-{old.Number}" });
        }
    }

    private IEnumerable<Action> Create(ComposeSpec spec, string service)
    {
        for (var i = 0; i < spec.Rendered!.Services[service].Scale; i++)
        {
            yield return () =>
            {
                var there = Containers.Where(it => !it.OneOff && it.Service == service).ToList();
                if (there.Count < spec.Rendered!.Services[service].Scale)
                    Make(spec, service, there.Select(it => it.Number).DefaultIfEmpty().Max() + 1, state: "created");
            };
        }
    }

    private void Start(ComposeSpec spec, string service)
    {
        foreach (var container in Containers.Where(it => !it.OneOff && it.Service == service && it.State is "created" or "exited").ToList())
        {
            Assert.True(container.State is "created" or "exited" or "running", $"Compose cannot start a container that is {container.State}");
            var ends = spec.Rendered!.Services[service].MayFinish;
            Change(container, it => it with
            {
                State = ends ? "exited" : "running",
                ExitCode = ends ? 0 : null,
                Inspection = it.Inspection! with { StartedAt = Now = Now.AddSeconds(1), InspectedAt = Now },
            });
        }
    }

    private ContainerSeen ById(string id) => Containers.Single(it => it.Id == id);
}
