namespace Plumb.Compose.Plan.Compare;

/// <summary>Containers of ours whose service is not in the file any more.</summary>
internal static class OrphanComparison
{
    public static void Compare(StackSides sides, Findings findings)
    {
        foreach (var orphan in sides.Orphans)
        {
            findings.Differ(DifferenceKinds.Orphan, orphan.Seen.Service, field: null, desired: null, orphan.Seen.Name);
            findings.Orphans.Add(orphan.Seen.Id);
        }
    }
}
