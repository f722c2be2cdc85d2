using Plumb.Kernel.Gates;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Plan;

/// <summary>The worktree: made, tied to its repository again, or held where a repair could lose work.</summary>
internal static class WorktreePlan
{
    public static void Add(WorkspaceSpec spec, WorkspaceSeen seen, WorkspaceFindings found)
    {
        if (spec.Wanted.Worktree != Part.Present)
            return;
        switch (seen.Place)
        {
            case PlaceSeen.Tree tree:
                TreePlan.Add(spec, tree, found);
                break;
            case PlaceSeen.Foreign foreign:
                found.Differs(Parts.Worktree, null, spec.Path, foreign.What);
                found.Holds(HoldReason.NotOurs, $"'{spec.Path}' is {foreign.What}", "move it away");
                break;
            case PlaceSeen.Unlinked:
                found.Differs(Parts.Worktree, "link", spec.Path, null);
                found.Does(StepOf.LinkWorktree(spec));
                break;
            case PlaceSeen.Forgotten:
                found.Differs(Parts.Worktree, "registration", spec.Path, null);
                found.Does(StepOf.RegisterWorktree(spec));
                break;
            case PlaceSeen.HalfMade:
                found.Differs(Parts.Worktree, null, spec.Path, "half made");
                found.Does(StepOf.ClearHalfMade(spec));
                Make(spec, seen, registered: true, found);
                break;
            case PlaceSeen.Lost { Lock: { } reason } when Foreign(spec, reason):
                found.Differs(Parts.Worktree, null, spec.Path, null);
                found.Holds(HoldReason.NotOurs, $"'{spec.Path}' is gone, and somebody locked it{(reason.Length == 0 ? "" : $": {reason}")}", $"unlock it: git -C {spec.Project.Repository} worktree unlock {spec.Path}");
                break;
            case PlaceSeen.Lost or PlaceSeen.Nothing:
                found.Differs(Parts.Worktree, null, spec.Path, null);
                Make(spec, seen, seen.Place is PlaceSeen.Lost, found);
                break;
        }
    }

    private static void Make(WorkspaceSpec spec, WorkspaceSeen seen, bool registered, WorkspaceFindings found)
    {
        if (found.BranchHeld)
            return;
        if (seen.MovedTo is { } moved)
            found.Holds(HoldReason.NeedsDecision, $"the worktree was moved to '{moved}'", $"move it back: git -C {spec.Project.Repository} worktree move -f -f {moved} {spec.Path}");
        else if (seen.BranchHeldAt is { } holder)
            found.Holds(HoldReason.NotOurs, $"the branch '{spec.Branch}' is checked out at '{holder}'", "check out another branch there");
        else
            found.Does(StepOf.AddWorktree(spec, seen, registered, registered ? "its directory is gone" : "there is none yet"));
    }

    private static bool Foreign(WorkspaceSpec spec, string reason) => !Marks.IsBeingMade(reason) && Marks.TaskOf(reason) != spec.Id.Value;
}
