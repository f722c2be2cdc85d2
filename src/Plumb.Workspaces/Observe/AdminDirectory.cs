namespace Plumb.Workspaces.Observe;

/// <summary>What a repository keeps of one worktree: <c>worktrees/ID</c>. Source: gitrepository-layout(5).</summary>
/// <param name="Path">Absolute.</param>
internal sealed record AdminDirectory(string Path)
{
    private const string Pointer = "gitdir: ";

    private static readonly (string File, string Name)[] Unfinished =
    [
        ("rebase-merge", "rebase"), ("rebase-apply", "rebase"), ("MERGE_HEAD", "merge"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"), ("BISECT_LOG", "bisect"),
    ];

    public bool IndexLocked => File.Exists(At("index.lock"));

    /// <summary>What was begun and not ended; null: nothing.</summary>
    public string? UnfinishedOperation => Array.Find(Unfinished, it => System.IO.Path.Exists(At(it.File))).Name;

    /// <summary>The commit that the worktree was on last, by its own log, which outlives the branch; null: it tells none.</summary>
    public string? LastHead => Heads is [var last, ..] ? last : null;

    /// <summary>Every commit that the worktree was on, by its own log, the newest first.</summary>
    public IReadOnlyList<string> Heads => HeadLog.All(At("logs/HEAD"));

    /// <summary>Where a worktree's own <c>.git</c> says that its administration is; null: there is none, or it is no such file.</summary>
    public static string? PointedAtBy(string worktree)
    {
        var file = System.IO.Path.Combine(worktree, ".git");
        return File.Exists(file) && File.ReadLines(file).FirstOrDefault() is { } line && line.StartsWith(Pointer, StringComparison.Ordinal)
            ? System.IO.Path.GetFullPath(line[Pointer.Length..].Trim(), worktree)
            : null;
    }

    /// <summary>The one whose worktree is at that path; null: there is none.</summary>
    public static AdminDirectory? Of(string commonDirectory, string worktree)
    {
        var all = System.IO.Path.Combine(commonDirectory, "worktrees");
        var own = System.IO.Path.Combine(worktree, ".git");
        return Directory.Exists(all)
            ? Directory.EnumerateDirectories(all).Select(path => new AdminDirectory(path)).FirstOrDefault(it => it.Worktree == own)
            : null;
    }

    /// <summary>The <c>.git</c> of the worktree; null where nobody wrote it.</summary>
    private string? Worktree => File.Exists(At("gitdir")) ? File.ReadLines(At("gitdir")).FirstOrDefault()?.Trim() : null;

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
