using System.Text.Json.Nodes;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>Reads one service of a rendered model.</summary>
/// <param name="model">The whole model, paths already at their stable place.</param>
/// <param name="content">The stack's tracked files.</param>
/// <param name="variables">Values of variables that configs and secrets are made of.</param>
internal sealed class ServiceReader(JsonObject model, ContentIndex content, IReadOnlyDictionary<string, string> variables)
{
    private const string ServicePrefix = "service:";
    private static readonly string[] Namespaces = ["network_mode", "ipc", "pid"];

    public RenderedService Read(string name, JsonObject service)
    {
        var settings = SettingsReader.Of(service);
        var check = service.Map("healthcheck");
        var hasCheck = check.Count > 0 && !check.Flag("disable") && check.List("test").FirstOrDefault().Text() != "NONE";
        var mounted = MountedBy(service).ToList();
        return new RenderedService
        {
            Name = name,
            InputsHash = ServiceInputs.Hash(model, service, content.Identity([.. mounted, .. BuiltFrom(service)]), variables),
            Scale = Scale(service),
            Image = service.Text("image"),
            Builds = service["build"] is JsonObject,
            BuildHash = service["build"] is JsonObject build
                ? CanonicalModel.Hash($"plumb build 1\n{CanonicalModel.Of(build)}\n{content.Identity([.. BuiltFrom(service)])}")
                : null,
            Restart = settings.Restart,
            MayFinish = settings.Restart is "no" or "on-failure" && !service.List("ports").Any() && !hasCheck,
            HasHealthCheck = hasCheck,
            DependsOn = [.. service.Map("depends_on").Select(p => Dependency(p.Key, p.Value as JsonObject)).OrderBy(d => d.Service, StringComparer.Ordinal)],
            SharesNamespaceOf = [.. Shared(service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Networks = [.. NetworksOf(service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Volumes = [.. VolumesOf(service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            MountedContent = [.. mounted.Select(f => f.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Settings = settings,
            Program = ProgramReader.Of(service),
        };
    }

    /// <summary>Services that must be there before this one can be made.</summary>
    public static IReadOnlySet<string> Needs(JsonObject service)
    {
        var needs = service.Map("depends_on").Select(p => p.Key).Concat(Shared(service)).ToHashSet(StringComparer.Ordinal);
        needs.UnionWith(service.List("volumes_from").Select(v => v.Text()!).Where(v => !v.StartsWith("container:", StringComparison.Ordinal)).Select(v => v.Split(':')[0]));
        needs.UnionWith(service.List("links").Select(l => l.Text()!.Split(':')[0]));
        return needs;
    }

    /// <summary>Tracked files that the service builds its image from.</summary>
    public IEnumerable<ContentFile> BuiltFrom(JsonObject service)
    {
        if (service["build"] is not JsonObject build)
        {
            return [];
        }

        var context = build.Text("context") ?? "";
        var dockerfile = build.Text("dockerfile") ?? "Dockerfile";
        var secrets = build.List("secrets").OfType<JsonObject>().Select(s => model.Map("secrets").Map(s.Text("source") ?? "").Text("file"));
        string?[] places = [context, Path.GetFullPath(dockerfile, context.StartsWith('/') ? context : "/"), .. build.Texts("additional_contexts").Values, .. secrets];
        return places.Where(p => p is not null && p.StartsWith('/')).SelectMany(p => content.At(p!));
    }

    /// <summary>Tracked files that the service mounts, by bind mounts, configs and secrets.</summary>
    public IEnumerable<ContentFile> MountedBy(JsonObject service)
    {
        var binds = service.List("volumes").OfType<JsonObject>().Where(v => v.Text("type") == "bind").Select(v => v.Text("source"));
        return binds.Concat(FilesOf(service, "configs")).Concat(FilesOf(service, "secrets")).OfType<string>().SelectMany(content.At);
    }

    private IEnumerable<string?> FilesOf(JsonObject service, string kind) =>
        service.List(kind).OfType<JsonObject>().Select(use => model.Map(kind).Map(use.Text("source") ?? "").Text("file"));

    private static int Scale(JsonObject service) =>
        service.Map("deploy")["replicas"] is not null ? (int)service.Map("deploy").Number("replicas")
        : service["scale"] is not null ? (int)service.Number("scale") : 1;

    private static ServiceDependency Dependency(string service, JsonObject? how) =>
        new(service, how.Text("condition") ?? "service_started", how.Text("required") != "false", how.Flag("restart"));

    private static IEnumerable<string> Shared(JsonObject service) => Namespaces
        .Select(k => service.Text(k) ?? "")
        .Where(v => v.StartsWith(ServicePrefix, StringComparison.Ordinal))
        .Select(v => v[ServicePrefix.Length..]);

    private IEnumerable<string> NetworksOf(JsonObject service) => service.Text("network_mode") switch
    {
        null => service.Map("networks").Select(n => NameOf("networks", n.Key)),
        "none" or "host" => [],
        var mode when mode.StartsWith(ServicePrefix, StringComparison.Ordinal) || mode.StartsWith("container:", StringComparison.Ordinal) => [],
        var mode => [mode],
    };

    private IEnumerable<string> VolumesOf(JsonObject service) => service.List("volumes")
        .OfType<JsonObject>()
        .Where(v => v.Text("type") == "volume" && v.Text("source") is { Length: > 0 })
        .Select(v => NameOf("volumes", v.Text("source")!));

    private string NameOf(string kind, string key) => model.Map(kind).Map(key).Text("name") ?? key;
}
