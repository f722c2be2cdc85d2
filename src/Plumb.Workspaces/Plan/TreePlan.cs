using Plumb.Kernel.Gates;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Plan;

/// <summary>A worktree that is there: on its branch, marked, and in nobody's unfinished work.</summary>
internal static class TreePlan
{
    public static void Add(WorkspaceSpec spec, PlaceSeen.Tree tree, WorkspaceFindings found)
    {
        if (tree.Lock is { } reason && Marks.TaskOf(reason) != spec.Id.Value)
            found.Tells(Parts.Worktree, "lock", reason);
        else if (tree.Lock is null)
            Unmarked(spec, found);
        if (tree.IndexLocked)
            found.Tells(Parts.Worktree, "index", "locked");
        if (tree.Unfinished is { } operation)
            Held(found, "operation", null, operation, $"a {operation} was begun in '{spec.Path}' and not ended", $"end it there: git {operation} --continue, or --abort");
        else
            Head(spec, tree.Head, found);
    }

    private static void Unmarked(WorkspaceSpec spec, WorkspaceFindings found)
    {
        found.Differs(Parts.Worktree, "lock", Marks.LockReason(spec.Id), null);
        found.Does(StepOf.MarkWorktree(spec));
    }

    private static void Head(WorkspaceSpec spec, HeadSeen head, WorkspaceFindings found)
    {
        switch (head)
        {
            case HeadSeen.OnBranch branch when branch.Name == spec.Branch:
                break;
            case HeadSeen.Unborn unborn when unborn.Name == spec.Branch:
                // The branch's own plan brings it back; the files are as they were.
                break;
            case HeadSeen.Broken:
                found.Differs(Parts.Worktree, "head", spec.Branch, null);
                found.Does(StepOf.MendHead(spec));
                break;
            case HeadSeen.OnBranch other:
                Held(found, "head", spec.Branch, other.Name, $"'{spec.Path}' is on the branch '{other.Name}'", $"git -C {spec.Path} switch {spec.Branch}");
                break;
            case HeadSeen.Unborn other:
                Held(found, "head", spec.Branch, other.Name, $"'{spec.Path}' is on the branch '{other.Name}', which has no commit", $"git -C {spec.Path} switch {spec.Branch}");
                break;
            case HeadSeen.Detached detached:
                Held(found, "head", spec.Branch, detached.Commit, $"'{spec.Path}' is on no branch, at {detached.Commit[..12]}", $"git -C {spec.Path} switch {spec.Branch}; commits made there since: git -C {spec.Path} merge {detached.Commit[..12]}");
                break;
        }
    }

    private static void Held(WorkspaceFindings found, string field, string? desired, string actual, string message, string lift)
    {
        found.Differs(Parts.Worktree, field, desired, actual);
        found.Holds(HoldReason.NeedsDecision, message, lift);
    }
}
