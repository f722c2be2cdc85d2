using Plumb.Kernel.Planning;
using Plumb.Platform.Git;
using Plumb.Workspaces.Execute;
using Plumb.Workspaces.Model;
using Plumb.Workspaces.Observe;
using Plumb.Workspaces.Plan;

namespace Plumb.Workspaces;

/// <summary>The driver that keeps tasks' workspaces true: planner, observer and executor, as every driver has them.</summary>
public sealed class WorkspacesDriver(WorkingGit git)
{
    public IPlanner<WorkspaceSpec, WorkspaceSeen> Planner { get; } = new WorkspacePlanner();

    public IObserver<WorkspaceSpec, WorkspaceSeen> Observer { get; } = new WorkspaceObserver(git);

    public IExecutor<WorkspaceSpec> Executor { get; } = new WorkspaceExecutor(git);
}
