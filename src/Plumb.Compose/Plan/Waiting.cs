using Plumb.Compose.Model;

namespace Plumb.Compose.Plan;

/// <summary>What has to be awaited before services are brought up.</summary>
internal static class Waiting
{
    /// <summary>Conditions that are not met now, or may be unmet by what this phase does before.</summary>
    public static List<ServiceDependency> Before(StackSides sides, IReadOnlyList<string> services, Phase phase)
    {
        var awaited = new List<ServiceDependency>();
        foreach (var service in services)
        {
            foreach (var needed in sides.Services[service].Desired.DependsOn)
            {
                if (sides.Services.TryGetValue(needed.Service, out var other) && !IsMet(needed, other, phase.Of(needed.Service)) && !Contains(awaited, needed))
                    awaited.Add(needed);
            }
        }

        return awaited;
    }

    private static bool IsMet(ServiceDependency needed, ServiceSide other, Make make) => needed.Condition switch
    {
        Conditions.Healthy => make == Make.Nothing && IsUp(other) && other.Kept.TrueForAll(own => own.Seen.Health is "healthy" or "none"),
        Conditions.Completed => make == Make.Nothing && other.IsFinished,

        // To bring it up is to start it.
        _ => make != Make.Nothing || other.IsFinished || IsUp(other),
    };

    private static bool IsUp(ServiceSide other) => other.Kept.Count > 0 && other.Kept.TrueForAll(own => own.Seen.State == "running");

    private static bool Contains(List<ServiceDependency> awaited, ServiceDependency needed) =>
        awaited.Exists(it => it.Service == needed.Service && it.Condition == needed.Condition && it.Required == needed.Required);
}
