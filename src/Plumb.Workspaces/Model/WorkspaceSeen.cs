namespace Plumb.Workspaces.Model;

/// <summary>What is there of one task.</summary>
public sealed record WorkspaceSeen
{
    public required PlaceSeen Place { get; init; }

    /// <summary>The branch's tip; null: there is no such branch.</summary>
    public required string? Branch { get; init; }

    /// <summary>The tip of the branch that it is based on; null: there is none.</summary>
    public required string? Base { get; init; }

    /// <summary>The newest tip that we keep; null when we keep none.</summary>
    public string? Keep { get; init; }

    /// <summary>Commits that we keep beside the branch.</summary>
    public IReadOnlyList<string> Aside { get; init; } = [];

    /// <summary>The newest snapshot of what was not committed; null: there is none.</summary>
    public SnapshotSeen? Snapshot { get; init; }

    /// <summary>What is in the worktree and not committed; null: this look did not tell.</summary>
    public WorkSeen? Work { get; init; }

    /// <summary>Another worktree that has this task's branch checked out, absolute; null: none has.</summary>
    public string? BranchHeldAt { get; init; }

    /// <summary>Another worktree that is registered as this task's: it was moved there.</summary>
    public string? MovedTo { get; init; }
}

/// <summary>A snapshot of a worktree.</summary>
/// <param name="Commit">Its parents are the branch's tip at that time, a commit of what was staged, and the snapshot before.</param>
/// <param name="Of">What it holds.</param>
public sealed record SnapshotSeen(string Commit, WorkSeen Of);

/// <summary>A worktree's content, as git's trees.</summary>
/// <param name="Head">The commit that is checked out.</param>
/// <param name="Staged">The tree of its index.</param>
/// <param name="Files">The tree of its files, untracked ones among them; ignored ones are not.</param>
public sealed record WorkSeen(string Head, string Staged, string Files)
{
    /// <summary>Files of the commit that are not in the worktree.</summary>
    public int Deleted { get; init; }

    /// <summary>Files of the commit.</summary>
    public int Tracked { get; init; }

    /// <summary>The untracked files are too large, and are not in it.</summary>
    public bool UntrackedLeftOut { get; init; }

    /// <summary>Nothing is there that is not committed.</summary>
    public bool Clean { get; init; }

    /// <summary>The same content on the same commit.</summary>
    public bool SameAs(WorkSeen? other) => other is not null && (Head, Staged, Files) == (other.Head, other.Staged, other.Files);
}

/// <summary>What stands where a task's worktree should.</summary>
public abstract record PlaceSeen
{
    private PlaceSeen()
    {
    }

    /// <summary>Nothing, and git knows of nothing.</summary>
    public sealed record Nothing : PlaceSeen;

    /// <summary>Git knows of a worktree here, and its directory is gone or empty.</summary>
    /// <param name="Lock">Why it is locked; null: it is not.</param>
    public sealed record Lost(string? Lock) : PlaceSeen;

    /// <summary>Its files are here, and the file that ties them to the repository is not.</summary>
    public sealed record Unlinked(string? Lock) : PlaceSeen;

    /// <summary>A worktree of the project's, and the repository has forgotten it: somebody pruned.</summary>
    public sealed record Forgotten : PlaceSeen;

    /// <summary>Making it was cut off: no work can be in it.</summary>
    public sealed record HalfMade : PlaceSeen;

    /// <summary>Something that is no worktree of the project.</summary>
    /// <param name="What">What it is, for people.</param>
    public sealed record Foreign(string What) : PlaceSeen;

    /// <summary>A worktree of the project.</summary>
    /// <param name="Head">What is checked out.</param>
    /// <param name="Lock">Why it is locked; null: it is not.</param>
    public sealed record Tree(HeadSeen Head, string? Lock) : PlaceSeen
    {
        /// <summary>What was begun in it and not ended: <c>rebase</c>, <c>merge</c>, <c>cherry-pick</c>, <c>revert</c>, <c>bisect</c>; null: nothing.</summary>
        public string? Unfinished { get; init; }

        /// <summary>Its index is locked.</summary>
        public bool IndexLocked { get; init; }
    }
}

/// <summary>What a worktree has checked out.</summary>
public abstract record HeadSeen
{
    private HeadSeen()
    {
    }

    /// <param name="Name">Without <c>refs/heads/</c>.</param>
    public sealed record OnBranch(string Name) : HeadSeen;

    /// <summary>On a branch that is gone.</summary>
    /// <param name="Last">The commit that its own log ends with; null when the log tells none.</param>
    public sealed record Unborn(string Name, string? Last) : HeadSeen;

    public sealed record Detached(string Commit) : HeadSeen;

    /// <summary>Its HEAD cannot be read.</summary>
    public sealed record Broken : HeadSeen;
}
