namespace Plumb.Compose.Plan.Compare;

/// <summary>Containers of ours whose service is not in the file any more.</summary>
internal static class OrphanComparison
{
    public static void Compare(StackSides sides, Findings findings)
    {
        if (sides.Orphans.Count == 0)
            return;
        // What the failed object itself added was never part of anything good: to go back takes it away, whatever the policy.
        var added = sides.Orphans.Where(orphan => IsAdded(sides, orphan)).ToList();
        var others = sides.Orphans.Except(added).ToList();
        Remove(added, findings.Added, findings);
        if (others.Count > 0 && sides.Spec.Target is { RemoveEnabled: false, ReconcileEnabled: true })
            Keep(others, findings);
        else
            Remove(others, findings.Orphans, findings);
    }

    /// <summary>With removal off they are only reported: the stack is as it should be without them, and those that depend on it go on.</summary>
    private static void Keep(IReadOnlyList<OwnContainer> orphans, Findings findings)
    {
        foreach (var orphan in orphans)
            findings.Tell(DifferenceKinds.Orphan, orphan.Seen.Service, orphan.Seen.Name);
        findings.Holds.Add(PolicyHolds.RemovalNotEnabled("what went from the file is kept"));
    }

    private static void Remove(IReadOnlyList<OwnContainer> orphans, List<string> into, Findings findings)
    {
        foreach (var orphan in orphans)
        {
            findings.Differ(DifferenceKinds.Orphan, orphan.Seen.Service, field: null, desired: null, orphan.Seen.Name);
            into.Add(orphan.Seen.Id);
        }
    }

    private static bool IsAdded(StackSides sides, OwnContainer orphan) =>
        sides.Spec.RolledBack is not null && orphan.Seen.Mark?.Sequence > sides.Spec.Target.Sequence;
}
