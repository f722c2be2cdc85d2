using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Plan;

/// <summary>Makes the steps, with words for people.</summary>
internal static class StepOf
{
    public static WorkspaceStep Keep(WorkspaceSpec spec, string tip, string? kept) => new WorkspaceStep.Keep(tip, kept)
    {
        Action = Parts.Branch, World = spec.Project.World, Changes = $"keeps the commit {Short(tip)}", Why = "the branch has a tip that is not kept yet",
    };

    public static WorkspaceStep KeepAside(WorkspaceSpec spec, string commit) => new WorkspaceStep.KeepAside(commit)
    {
        Action = Parts.Branch, World = spec.Project.World, Changes = $"keeps the commit {Short(commit)}", Why = "no branch holds it",
    };

    public static WorkspaceStep MakeBranch(WorkspaceSpec spec, string commit) => new WorkspaceStep.MakeBranch(commit)
    {
        Action = Parts.Branch, World = spec.Project.World, Changes = $"makes the branch '{spec.Branch}' at '{spec.BaseBranch}'", Why = "there is no such branch yet",
    };

    public static WorkspaceStep RescueBranch(WorkspaceSpec spec, IReadOnlyList<string> known) => new WorkspaceStep.RescueBranch(known)
    {
        Action = Parts.Branch, World = spec.Project.World, Changes = $"makes the branch '{spec.Branch}' again where its commits are found", Why = "the branch is gone",
    };

    public static WorkspaceStep AddWorktree(WorkspaceSpec spec, WorkspaceSeen seen, bool registered, string why) => new WorkspaceStep.AddWorktree(registered, seen.Snapshot)
    {
        Action = Parts.Worktree, World = spec.Project.World, Changes = $"adds the worktree '{spec.Path}'" + (seen.Snapshot is null ? "" : ", with what was not committed"), Why = why, Deadline = TimeSpan.FromMinutes(10),
    };

    public static WorkspaceStep LinkWorktree(WorkspaceSpec spec) => new WorkspaceStep.LinkWorktree
    {
        Action = Parts.Worktree, World = spec.Project.World, Changes = $"ties the files in '{spec.Path}' to the repository again", Why = "its .git file is gone",
    };

    public static WorkspaceStep RegisterWorktree(WorkspaceSpec spec) => new WorkspaceStep.RegisterWorktree
    {
        Action = Parts.Worktree, World = spec.Project.World, Changes = $"has the repository know of '{spec.Path}' again", Why = "somebody pruned it while its files were there",
    };

    public static WorkspaceStep ClearHalfMade(WorkspaceSpec spec) => new WorkspaceStep.ClearHalfMade
    {
        Action = Parts.Worktree, World = spec.Project.World, Changes = $"moves aside what was begun at '{spec.Path}'", Why = "making it was cut off",
    };

    public static WorkspaceStep MendHead(WorkspaceSpec spec) => new WorkspaceStep.MendHead
    {
        Action = Parts.Worktree, World = spec.Project.World, Changes = $"has '{spec.Path}' on '{spec.Branch}' again", Why = "its HEAD cannot be read",
    };

    public static WorkspaceStep MarkWorktree(WorkspaceSpec spec) => new WorkspaceStep.MarkWorktree
    {
        Action = Parts.Worktree, World = spec.Project.World, Changes = $"marks '{spec.Path}' as this task's", Why = "the mark is gone",
    };

    public static WorkspaceStep Snapshot(WorkspaceSpec spec, WorkSeen work, SnapshotSeen? before) => new WorkspaceStep.KeepWork(work, before?.Commit)
    {
        Action = Parts.Worktree, World = spec.Project.World, Changes = $"keeps what is not committed in '{spec.Path}'", Why = "it changed since the last time",
    };

    private static string Short(string commit) => commit[..Math.Min(12, commit.Length)];
}
