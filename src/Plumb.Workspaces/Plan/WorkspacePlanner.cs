using Plumb.Kernel;
using Plumb.Kernel.Planning;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Plan;

/// <summary>What has to be done for one task, by what should be and what is. Pure.</summary>
/// <remarks>In the order in which parts need each other: the branch, then the worktree. A part that is held holds what needs it, and nothing else.</remarks>
internal sealed class WorkspacePlanner : IPlanner<WorkspaceSpec, WorkspaceSeen>
{
    public Kernel.Planning.Plan Plan(ObjectId id, WorkspaceSpec? desired, Look<WorkspaceSeen> actual, PlanContext context)
    {
        if (desired is null || actual.Actual is not { } seen)
            return Kernel.Planning.Plan.InSync;
        var found = new WorkspaceFindings();
        BranchPlan.Add(desired, seen, found);
        WorktreePlan.Add(desired, seen, found);
        SnapshotPlan.Add(desired, seen, found);
        return found.Any ? found.ToPlan() : Kernel.Planning.Plan.InSync;
    }
}
