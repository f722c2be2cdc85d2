using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Workspaces.Model;

/// <summary>What should be of one task on this machine.</summary>
/// <remarks>Path, branch and base commit are stored at creation and never worked out anew.</remarks>
public sealed record WorkspaceSpec : ISpec
{
    /// <summary>The task's id.</summary>
    public required ObjectId Id { get; init; }

    /// <inheritdoc/>
    public required string Fingerprint { get; init; }

    /// <inheritdoc/>
    public bool Suspended { get; init; }

    /// <summary>The epic, whose branch this task's is based on.</summary>
    public IReadOnlyList<ObjectId> DependsOn { get; init; } = [];

    public required ProjectPlace Project { get; init; }

    /// <summary>The parts that must exist in the task's state.</summary>
    public required Infrastructure Wanted { get; init; }

    /// <summary>Where the worktree is, absolute, below the project's root.</summary>
    public required string Path { get; init; }

    /// <summary>Without <c>refs/heads/</c>.</summary>
    public required string Branch { get; init; }

    /// <summary>The branch that it is based on, without <c>refs/heads/</c>: the epic's, or the project's default branch.</summary>
    public required string BaseBranch { get; init; }

    /// <summary>The commit that the branch began at; null until it was made.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>The newest tip that a report told of; null when none did.</summary>
    public string? LastTip { get; init; }

    /// <summary>What happens when the tip is gone from everywhere: a branch from the base, or a person's word.</summary>
    public LostCommits OnLostCommits { get; init; }
}

/// <summary>A repository on this machine, and where its tasks' worktrees lie.</summary>
/// <param name="Name">The project's.</param>
/// <param name="Repository">Absolute.</param>
/// <param name="Root">Absolute; below it lie the worktrees, and nothing of anybody else's.</param>
public sealed record ProjectPlace(string Name, string Repository, string Root)
{
    /// <summary>The world that steps in this repository act on.</summary>
    public string World => $"git:{Repository}";
}

/// <summary>What is done when commits cannot be found again.</summary>
public enum LostCommits
{
    Recreate,
    Ask,
}
