using Plumb.Kernel.Planning;

namespace Plumb.Workspaces.Model;

/// <summary>The small steps of the workspaces driver.</summary>
public abstract record WorkspaceStep : Step
{
    private WorkspaceStep()
    {
    }

    /// <summary>Keeps a tip, so that nothing that happens to the branch can lose it.</summary>
    /// <param name="Tip">The tip that was seen.</param>
    /// <param name="Kept">What was kept when it was seen; null: nothing.</param>
    public sealed record Keep(string Tip, string? Kept) : WorkspaceStep;

    /// <summary>Keeps a commit that no branch holds.</summary>
    public sealed record KeepAside(string Commit) : WorkspaceStep;

    /// <summary>Makes a branch that never was, at its base.</summary>
    public sealed record MakeBranch(string Commit) : WorkspaceStep;

    /// <summary>Makes a branch again at the best of what is left of it.</summary>
    /// <param name="Known">Commits that are known to have been its tip, the surest first.</param>
    public sealed record RescueBranch(IReadOnlyList<string> Known) : WorkspaceStep;

    /// <summary>Adds the worktree for the branch.</summary>
    /// <param name="Registered">Git still knows of one that was here: that registration, and no other, is replaced.</param>
    /// <param name="Snapshot">What was not committed, put back into it; null: nothing.</param>
    public sealed record AddWorktree(bool Registered, SnapshotSeen? Snapshot) : WorkspaceStep;

    /// <summary>Keeps what is not committed.</summary>
    /// <param name="Work">What is in the worktree.</param>
    /// <param name="Before">The newest snapshot when it was seen; null: none.</param>
    public sealed record KeepWork(WorkSeen Work, string? Before) : WorkspaceStep;

    /// <summary>Ties the files at the path to the repository again.</summary>
    public sealed record LinkWorktree : WorkspaceStep;

    /// <summary>Has the repository know of the worktree again; its files stay as they are.</summary>
    public sealed record RegisterWorktree : WorkspaceStep;

    /// <summary>Moves aside what an addition that was cut off left, so that it can be made anew.</summary>
    public sealed record ClearHalfMade : WorkspaceStep;

    /// <summary>Puts the branch's tip back into a worktree whose HEAD cannot be read.</summary>
    public sealed record MendHead : WorkspaceStep;

    /// <summary>Marks a worktree as ours.</summary>
    public sealed record MarkWorktree : WorkspaceStep;
}
