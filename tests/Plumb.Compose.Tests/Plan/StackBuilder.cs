using System.Globalization;
using System.Text.Json.Nodes;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Tests.Plan;

/// <summary>A desired stack, a line a service.</summary>
internal sealed class StackBuilder
{
    public static readonly Ownership Ours = new("here", "source/infra", "web");

    private readonly OrderedDictionary<string, RenderedService> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RenderedResource> _networks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RenderedResource> _volumes = new(StringComparer.Ordinal);

    public string ComposeHash { get; set; } = "compose-1";

    public string Checksum { get; set; } = "content-1";

    public Func<TargetStack, TargetStack> Target { get; set; } = target => target;

    public Func<ComposeSpec, ComposeSpec> Spec { get; set; } = spec => spec;

    public static RenderedService NewService(string name) => new()
    {
        Name = name,
        InputsHash = $"{name}-inputs-1",
        Scale = 1,
        Image = "busybox",
        Builds = false,
        Restart = "no",
        MayFinish = false,
        HasHealthCheck = false,
        DependsOn = [],
        SharesNamespaceOf = [],
        Networks = ["web_default"],
        Volumes = [],
        MountedContent = [],
        Settings = new(),
        Program = ContainerProgram.Undeclared,
    };

    public StackBuilder Service(string name, Func<RenderedService, RenderedService>? with = null)
    {
        var service = (with ?? (same => same))(NewService(name));
        _services[name] = service;
        foreach (var network in service.Networks)
            _networks.TryAdd(network, new(network, External: false, Driver: null, new Dictionary<string, string>(StringComparer.Ordinal)));
        foreach (var volume in service.Volumes)
            _volumes.TryAdd(volume, new(volume, External: false, Driver: null, new Dictionary<string, string>(StringComparer.Ordinal)));
        return this;
    }

    public StackBuilder Volume(string name, string? driver, params (string Key, string Value)[] options)
    {
        _volumes[name] = new(name, External: false, driver, options.ToDictionary(it => it.Key, it => it.Value, StringComparer.Ordinal));
        return this;
    }

    public StackBuilder Without(string name)
    {
        _services.Remove(name);
        return this;
    }

    public ComposeSpec Build() => Spec(new()
    {
        Id = new("web"),
        Fingerprint = ComposeHash,
        Ownership = Ours,
        Project = "web",
        Target = Target(new()
        {
            Id = "web",
            Name = "web",
            Scope = Ours.Scope,
            Path = Ours.StackPath,
            Driver = "compose",
            Sequence = 1,
            Checksum = Checksum,
            Settings = new StackSettings(),
            DriftPolicy = DriftPolicy.Revert,
            ChangePolicy = ChangePolicy.Auto,
            RemoveEnabled = false,
        }),
        Rendered = new()
        {
            Project = "web",
            ComposeHash = ComposeHash,
            Model = new JsonObject { ["name"] = "web" },
            Services = _services.ToDictionary(it => it.Key, it => it.Value, StringComparer.Ordinal),
            Networks = _networks,
            Volumes = _volumes,
            Waves = Waves(),
            Directory = "/work/web",
        },
    });

    private List<IReadOnlyList<string>> Waves()
    {
        var waves = new List<IReadOnlyList<string>>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        while (placed.Count < _services.Count)
        {
            var wave = _services.Values
                .Where(it => !placed.Contains(it.Name))
                .Where(it => it.DependsOn.Select(on => on.Service).Concat(it.SharesNamespaceOf).All(on => placed.Contains(on) || !_services.ContainsKey(on)))
                .Select(it => it.Name)
                .ToList();
            if (wave.Count == 0)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"a circle among {_services.Count} services"));
            placed.UnionWith(wave);
            waves.Add(wave);
        }

        return waves;
    }
}
