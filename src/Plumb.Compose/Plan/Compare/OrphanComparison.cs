namespace Plumb.Compose.Plan.Compare;

/// <summary>Containers of ours whose service is not in the file any more.</summary>
internal static class OrphanComparison
{
    public static void Compare(StackSides sides, Findings findings)
    {
        foreach (var orphan in sides.Orphans)
        {
            findings.Differ(DifferenceKinds.Orphan, orphan.Seen.Service, field: null, desired: null, orphan.Seen.Name);
            (IsAdded(sides, orphan) ? findings.Added : findings.Orphans).Add(orphan.Seen.Id);
        }
    }

    private static bool IsAdded(StackSides sides, OwnContainer orphan) =>
        sides.Spec.RolledBack is not null && orphan.Seen.Mark?.Sequence > sides.Spec.Target.Sequence;
}
