namespace Plumb.Compose.Plan.Compare;

/// <summary>Containers of ours whose service is not in the file any more.</summary>
internal static class OrphanComparison
{
    public static void Compare(StackSides sides, Findings findings)
    {
        if (sides.Orphans.Count > 0 && sides.Spec.Target is { RemoveEnabled: false, ReconcileEnabled: true })
            Keep(sides, findings);
        else
            Remove(sides, findings);
    }

    /// <summary>With removal off they are only reported: the stack is as it should be without them, and those that depend on it go on.</summary>
    private static void Keep(StackSides sides, Findings findings)
    {
        foreach (var orphan in sides.Orphans)
            findings.Tell(DifferenceKinds.Orphan, orphan.Seen.Service, orphan.Seen.Name);
        findings.Holds.Add(PolicyHolds.RemovalNotEnabled("what went from the file is kept"));
    }

    private static void Remove(StackSides sides, Findings findings)
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
