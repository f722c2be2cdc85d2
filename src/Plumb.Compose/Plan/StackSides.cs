using System.Text.Json.Nodes;
using Plumb.Compose.Model;

namespace Plumb.Compose.Plan;

/// <summary>What should be and what is, side by side: the input of every comparison.</summary>
internal sealed class StackSides
{
    private StackSides(ComposeSpec spec, RenderedStack rendered, StackSeen seen, DateTimeOffset now) =>
        (Spec, Rendered, Seen, Now) = (spec, rendered, seen, now);

    public ComposeSpec Spec { get; }

    public RenderedStack Rendered { get; }

    public StackSeen Seen { get; }

    public DateTimeOffset Now { get; }

    /// <summary>By name, in the order of waves.</summary>
    public OrderedDictionary<string, ServiceSide> Services { get; } = new(StringComparer.Ordinal);

    /// <summary>Ours, of services that are not in the file.</summary>
    public List<OwnContainer> Orphans { get; } = [];

    /// <summary>Not ours, of services that are not in the file.</summary>
    public List<ContainerSeen> Foreign { get; } = [];

    /// <summary>
    /// A container was made from exactly the desired state: what is missing now, somebody took away. Otherwise it may never have been made.
    /// </summary>
    public bool WasApplied { get; private set; }

    public bool AnyOwn { get; private set; }

    public static StackSides Of(ComposeSpec spec, RenderedStack rendered, StackSeen seen, DateTimeOffset now)
    {
        var sides = new StackSides(spec, rendered, seen, now);
        var models = rendered.Model["services"] as JsonObject;
        foreach (var wave in rendered.Waves)
        {
            foreach (var name in wave)
                sides.Services.Add(name, new(rendered.Services[name], ContainerName(models, name)) { MayFinish = rendered.Services[name].MayFinish });
        }

        sides.LetAwaitedFinish();
        sides.Sort();
        return sides;
    }

    private void LetAwaitedFinish()
    {
        foreach (var (_, service) in Services)
        {
            foreach (var needed in service.Desired.DependsOn)
            {
                if (needed.Condition == Conditions.Completed && Services.TryGetValue(needed.Service, out var awaited))
                    awaited.MayFinish = true;
            }
        }
    }

    private void Sort()
    {
        var adoption = ProjectClaim.AdoptedBy(Spec.Ownership, Seen.Project, Seen.Adoption);
        foreach (var container in Seen.Containers)
        {
            if (container.OneOff)
                continue;
            var own = OwnContainer.Of(container, Spec.Ownership, adoption);
            AnyOwn |= own is not null;
            WasApplied |= own is not null && container.Mark?.ComposeHash == Rendered.ComposeHash;
            switch (own, Services.GetValueOrDefault(container.Service))
            {
                case ({ } mine, { } service):
                    service.Add(mine);
                    break;
                case ({ } mine, null):
                    Orphans.Add(mine);
                    break;
                case (null, { } service):
                    service.Strangers.Add(container);
                    break;
                case (null, null):
                    Foreign.Add(container);
                    break;
            }
        }

        foreach (var (_, service) in Services)
            service.Sort();
    }

    private static string? ContainerName(JsonObject? models, string service) =>
        models?[service] is JsonObject model && model["container_name"] is JsonValue name && name.TryGetValue<string>(out var text) ? text : null;
}
