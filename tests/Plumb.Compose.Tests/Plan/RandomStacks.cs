using Plumb.Compose.Model;

namespace Plumb.Compose.Tests.Plan;

/// <summary>Random desired stacks, and random changes to them.</summary>
internal static class RandomStacks
{
    private static readonly string[] Conditions = ["service_started", "service_healthy", "service_completed_successfully"];

    public static StackBuilder Make(Random random)
    {
        var stack = new StackBuilder { Target = target => target with { RemoveEnabled = true } };
        var count = random.Next(1, 7);
        for (var i = 0; i < count; i++)
            stack.Service($"s{i}", it => Service(random, it, i));
        return stack;
    }

    /// <summary>Another commit: a service changed, came, went, or was scaled.</summary>
    public static void Change(Random random, StackBuilder stack)
    {
        var spec = stack.Build();
        stack.ComposeHash = $"compose-{random.Next()}";
        stack.Checksum = $"content-{random.Next()}";
        var services = spec.Rendered!.Services;
        var name = services.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(services.Count));
        switch (random.Next(4))
        {
            case 0:
                stack.Service(name, _ => services[name] with { InputsHash = $"{name}-inputs-{random.Next()}" });
                break;
            case 1:
                stack.Service(name, _ => services[name] with { Scale = random.Next(0, 4) });
                break;
            case 2:
                stack.Service("added");
                break;
            case 3 when services.Count > 1 && !services.Values.Any(it => it.SharesNamespaceOf.Contains(name) || it.DependsOn.Any(on => on.Service == name)):
                stack.Without(name);
                break;
        }
    }

    /// <summary>The service and all that may go along with it.</summary>
    public static HashSet<string> FollowersOf(string service, ComposeSpec spec)
    {
        var all = new HashSet<string>(StringComparer.Ordinal) { service };
        for (var size = 0; size != all.Count;)
        {
            size = all.Count;
            foreach (var other in spec.Rendered!.Services.Values)
            {
                if (other.SharesNamespaceOf.Any(all.Contains) || other.DependsOn.Any(on => on.Restart && all.Contains(on.Service)))
                    all.Add(other.Name);
            }
        }

        return all;
    }

    private static RenderedService Service(Random random, RenderedService service, int index)
    {
        var scale = random.Next(5) == 0 ? random.Next(0, 4) : 1;
        var shares = index > 0 && random.Next(5) == 0 ? $"s{random.Next(index)}" : null;
        return service with
        {
            Scale = scale,
            MayFinish = random.Next(5) == 0,
            HasHealthCheck = random.Next(4) == 0,
            SharesNamespaceOf = shares is null ? [] : [shares],
            Networks = shares is not null ? [] : random.Next(3) == 0 ? ["web_default", "web_back"] : ["web_default"],
            Volumes = random.Next(3) == 0 ? [$"web_v{random.Next(2)}"] : [],
            MountedContent = random.Next(3) == 0 ? [$"f{random.Next(3)}"] : [],
            DependsOn = index > 0 && random.Next(2) == 0
                ? [new($"s{random.Next(index)}", Conditions[random.Next(Conditions.Length)], Required: true, Restart: random.Next(4) == 0)]
                : [],
        };
    }
}
