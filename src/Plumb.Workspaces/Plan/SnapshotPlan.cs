using Plumb.Kernel.Gates;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Plan;

/// <summary>What is not committed is kept whenever it changed; a worktree that is being deleted never takes the place of what it was.</summary>
internal static class SnapshotPlan
{
    // Fewer are somebody's work; of more, more than half.
    private const int FewDeleted = 10;

    public static void Add(WorkspaceSpec spec, WorkspaceSeen seen, WorkspaceFindings found)
    {
        if (seen.Work is { UntrackedLeftOut: true })
            found.Tells(Parts.Worktree, "untracked", "more than is kept of files that are not tracked");
        if (seen.Work is not { Clean: false } work || seen.Place is not PlaceSeen.Tree || work.SameAs(seen.Snapshot?.Of))
            return;
        found.Differs(Parts.Worktree, "snapshot", work.Files, seen.Snapshot?.Of.Files);
        if (work.Deleted > FewDeleted && work.Deleted * 2 > work.Tracked)
            found.Holds(HoldReason.MassVanish, $"{work.Deleted} of {work.Tracked} files are gone from '{spec.Path}': this is not kept over what was there", $"commit it, if it is meant; or delete '{spec.Path}', and it comes back as it was");
        else
            found.Does(StepOf.Snapshot(spec, work, seen.Snapshot));
    }
}
