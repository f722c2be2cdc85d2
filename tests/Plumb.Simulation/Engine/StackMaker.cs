using System.Text.Json.Nodes;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel;

namespace Plumb.Simulation.Engine;

/// <summary>Draws stacks: a database, a web service, something beside it in its namespace, a job that ends.</summary>
public static class StackMaker
{
    public static Ownership OwnershipOf(ObjectId id) => new("here", "source/sim", id.Value);

    /// <summary>Of three in four the policy is to remove what is no longer desired; volumes always stay.</summary>
    public static RemovalTerms TermsOf(ObjectId id) => new(Allowed: int.Parse(id.Value[1..]) % 4 != 1, Volumes: false, KeepRunning: false);

    /// <param name="plain">No policy that holds anything, and not stopped.</param>
    public static ComposeSpec Draw(ObjectId id, Random random, bool plain)
    {
        var services = Services(id.Value, random);
        var hash = string.Join(' ', services.Select(it => $"{it.InputsHash}x{it.Scale}"));
        var content = $"content-{random.Next(3)}";
        bool Rarely(int one) => !plain && random.Next(one) == 0;
        var target = new TargetStack
        {
            Id = id.Value,
            Name = id.Value,
            Scope = "source/sim",
            Path = id.Value,
            Driver = "compose",
            Sequence = 1,
            Checksum = content,
            Settings = new StackSettings(),
            DriftPolicy = Rarely(8) ? DriftPolicy.Flag : DriftPolicy.Revert,
            ChangePolicy = Rarely(8) ? ChangePolicy.Flag : ChangePolicy.Auto,
            RemoveEnabled = TermsOf(id).Allowed,
            Stopped = Rarely(8),
            ReconcileEnabled = !Rarely(12),
        };
        var refusal = Rarely(12) ? new Refusal("compose.yaml", "no-such-key", "it has a key that nobody knows") : null;
        return new()
        {
            Id = id,
            Refusal = refusal,
            Adopt = Rarely(6),
            ProjectRivals = Rarely(12) ? ["rival"] : [],
            Fingerprint = $"{id} {refusal?.Rule} {hash} {content} {target.DriftPolicy} {target.ChangePolicy} {target.RemoveEnabled} {target.Stopped} {target.ReconcileEnabled}",
            Ownership = OwnershipOf(id),
            Project = id.Value,
            Target = target,
            Rendered = refusal is null ? Render(id.Value, hash, services) : null,
            DependsOn = Needs(id, random),
        };
    }

    /// <summary>As a control plane can say it: its checksum tells all of its content, its policies stand in its settings, and the agent finds out the rest.</summary>
    public static ComposeSpec Published(ComposeSpec drawn) => drawn with
    {
        Adopt = false,
        ProjectRivals = [],
        Target = drawn.Target with
        {
            Checksum = drawn.Fingerprint,
            ReconcileEnabled = true,
            Settings = new StackSettings
            {
                DriftPolicy = drawn.Target.DriftPolicy,
                ChangePolicy = drawn.Target.ChangePolicy,
                Remove = new(drawn.Target.RemoveEnabled),
                DependsOn = [.. drawn.DependsOn.Select(it => it.Value)],
            },
        },
    };

    private static List<RenderedService> Services(string project, Random random)
    {
        var services = new List<RenderedService> { Service(project, "web", random) with { MountedContent = ["conf"] } };
        if (random.Next(2) == 0)
        {
            services.Add(Service(project, "db", random) with { Scale = 1, Volumes = [$"{project}_data"] });
            services[0] = services[0] with { DependsOn = [new("db", "service_started", Required: true, Restart: random.Next(3) == 0)] };
        }

        if (random.Next(3) == 0)
        {
            services.Add(Service(project, "job", random) with { Scale = 1, MayFinish = true });
            services[0] = services[0] with { DependsOn = [.. services[0].DependsOn, new("job", "service_completed_successfully", Required: true, Restart: false)] };
        }

        if (random.Next(3) == 0)
        {
            services[0] = services[0] with { Scale = 1 };
            services.Add(Service(project, "side", random) with { Scale = 1, Networks = [], SharesNamespaceOf = ["web"] });
        }

        return services;
    }

    private static RenderedService Service(string project, string name, Random random) => new()
    {
        Name = name,
        InputsHash = $"{name}-{random.Next(3)}",
        Scale = 1 + random.Next(2),
        Image = "busybox",
        Builds = false,
        Restart = "no",
        MayFinish = false,
        HasHealthCheck = false,
        DependsOn = [],
        SharesNamespaceOf = [],
        Networks = [$"{project}_default"],
        Volumes = [],
        MountedContent = [],
        Settings = new(),
        Program = ContainerProgram.Undeclared,
    };

    private static RenderedStack Render(string project, string hash, List<RenderedService> services) => new()
    {
        Project = project,
        ComposeHash = hash,
        Model = new JsonObject { ["name"] = project },
        Services = services.ToDictionary(it => it.Name, it => it, StringComparer.Ordinal),
        Networks = Resources(services.SelectMany(it => it.Networks)),
        Volumes = Resources(services.SelectMany(it => it.Volumes)),
        Waves = [Named(services, "db", "job"), Named(services, "web"), Named(services, "side")],
        Directory = $"/work/{project}",
    };

    private static string[] Named(List<RenderedService> services, params string[] names) =>
        [.. services.Select(it => it.Name).Where(it => names.Contains(it, StringComparer.Ordinal))];

    private static Dictionary<string, RenderedResource> Resources(IEnumerable<string> names) => names.Distinct(StringComparer.Ordinal)
        .ToDictionary(it => it, it => new RenderedResource(it, External: false, Driver: null, new Dictionary<string, string>(StringComparer.Ordinal)), StringComparer.Ordinal);

    /// <summary>Only lower ones: no circles. Not on one that keeps what went from its file: that is never in sync again.</summary>
    private static ObjectId[] Needs(ObjectId id, Random random)
    {
        var number = int.Parse(id.Value[1..]);
        var needed = new ObjectId($"o{random.Next(Math.Max(1, number))}");
        return number > 0 && random.Next(6) == 0 && TermsOf(needed).Allowed ? [needed] : [];
    }
}
