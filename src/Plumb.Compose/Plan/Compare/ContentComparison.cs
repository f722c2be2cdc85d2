namespace Plumb.Compose.Plan.Compare;

/// <summary>Tracked files that were changed on disk, containers that still read older bytes of one, and content that was not written yet.</summary>
internal static class ContentComparison
{
    public static void Compare(StackSides sides, Findings findings)
    {
        var layout = sides.Seen.Layout;
        if (layout.Changed.Count > 0)
            CompareFiles(sides, layout.Changed, findings);
        if (layout.Checksum != sides.Spec.Target.Checksum)
        {
            findings.Layout = LayoutNeed.Change;
            findings.Differ(DifferenceKinds.Content, service: null, field: null, Short.Hash(sides.Spec.Target.Checksum), Short.Hash(layout.Checksum));
        }

        foreach (var stale in layout.Stale)
        {
            if (!layout.Changed.Contains(stale.Path, StringComparer.Ordinal) && UserOf(sides, stale.ContainerId) is { } service)
                Require(service, stale.Path, "as in Git", "older bytes in the container", findings);
        }
    }

    private static void CompareFiles(StackSides sides, IReadOnlyList<string> changed, Findings findings)
    {
        findings.Layout = LayoutNeed.Drift;
        foreach (var path in changed)
        {
            var isMounted = false;
            foreach (var (_, service) in sides.Services)
            {
                if (!service.Desired.MountedContent.Contains(path, StringComparer.Ordinal))
                    continue;
                isMounted = true;
                Require(service, path, "as in Git", "changed on disk", findings);
            }

            if (!isMounted)
                findings.Differ(DifferenceKinds.Content, service: null, path, "as in Git", "changed on disk");
        }
    }

    private static void Require(ServiceSide service, string path, string desired, string actual, Findings findings)
    {
        findings.Differ(DifferenceKinds.Content, service.Name, path, desired, actual);
        if (service.Exists && !service.IsFinished)
            findings.Require(service.Name, Make.Recreate, DifferenceKinds.Content);
    }

    private static ServiceSide? UserOf(StackSides sides, string containerId)
    {
        foreach (var (_, service) in sides.Services)
        {
            if (!service.IsFinished && service.Kept.Exists(own => own.Seen.Id == containerId))
                return service;
        }

        return null;
    }
}
