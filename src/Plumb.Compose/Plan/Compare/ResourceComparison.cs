using Plumb.Compose.Model;

namespace Plumb.Compose.Plan.Compare;

/// <summary>Networks and volumes of the stack that somebody removed under its containers.</summary>
internal static class ResourceComparison
{
    public static void Compare(StackSides sides, Findings findings)
    {
        Compare(sides, "network", sides.Rendered.Networks, sides.Seen.Networks, service => service.Desired.Networks, findings);
        Compare(sides, "volume", sides.Rendered.Volumes, sides.Seen.Volumes, service => service.Desired.Volumes, findings);
    }

    private static void Compare(
        StackSides sides,
        string field,
        IReadOnlyDictionary<string, RenderedResource> desired,
        IReadOnlyDictionary<string, ResourceSeen> actual,
        Func<ServiceSide, IReadOnlyList<string>> used,
        Findings findings)
    {
        foreach (var (name, resource) in desired)
        {
            if (resource.External || actual.ContainsKey(name))
                continue;
            var isMissed = false;
            foreach (var (_, service) in sides.Services)
            {
                // A service without containers makes it along with them; a finished one needs it no more.
                if (!service.Exists || service.IsFinished || !used(service).Contains(name, StringComparer.Ordinal))
                    continue;
                isMissed = true;
                findings.Require(service.Name, Make.Recreate, DifferenceKinds.Resource);
            }

            if (isMissed)
                findings.Differ(DifferenceKinds.Resource, service: null, field, name, actual: null);
        }
    }
}
