namespace Plumb.Workspaces.Model;

/// <summary>What should be of one part of a task's infrastructure.</summary>
public enum Part
{
    /// <summary>It should not be there; what is, is removed once nothing can be lost.</summary>
    Absent,

    /// <summary>Whatever is there stays, and nothing is made.</summary>
    Kept,

    /// <summary>It must be there.</summary>
    Present,
}

/// <summary>What should be of a task's pull request.</summary>
public enum PullRequestWish
{
    /// <summary>There is none to be.</summary>
    None,
    Draft,
    Ready,
    Merged,
    Closed,
}

/// <summary>The parts that must exist for a task in a state.</summary>
public sealed record Infrastructure(Part Worktree, Part Branch, PullRequestWish PullRequest, bool Session);
