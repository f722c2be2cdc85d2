using Plumb.Platform.Git;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Observe;

/// <summary>Looks at what is in a worktree and not committed. Its files become objects of the repository; its own index and files are only read.</summary>
internal sealed class WorkLook(WorkingGit git)
{
    /// <summary>Bytes of untracked files that are kept of one worktree. More of them are somebody's data, not work: 256 MiB.</summary>
    private const long MostUntracked = 256L << 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Null: it cannot be told now, as in the middle of a merge.</summary>
    public async Task<WorkSeen?> LookAsync(string worktree, string head, CancellationToken cancellation)
    {
        if (AdminDirectory.PointedAtBy(worktree) is not { } admin || await AskAsync(worktree, null, cancellation, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames") is not { } status)
            return null;
        var changes = Changes.Read(status);
        if (changes.None)
            return new(head, "", "") { Clean = true };
        var index = Path.Combine(admin, "plumb-index");
        try
        {
            File.Copy(Path.Combine(admin, "index"), index, overwrite: true);
            return await TreesAsync(worktree, head, changes, index, cancellation);
        }
        finally
        {
            File.Delete(index);
        }
    }

    private async Task<WorkSeen?> TreesAsync(string worktree, string head, Changes changes, string index, CancellationToken cancellation)
    {
        var large = changes.Untracked.Sum(file => new FileInfo(Path.Combine(worktree, file)) is { Exists: true } info ? info.Length : 0) > MostUntracked;
        if (await AskAsync(worktree, index, cancellation, "write-tree") is not { } staged
            || await AskAsync(worktree, index, cancellation, "add", large ? "--update" : "--all", "--", ".") is null
            || await AskAsync(worktree, index, cancellation, "write-tree") is not { } files
            || await AskAsync(worktree, index, cancellation, "ls-tree", "-r", "-z", "--name-only", "--end-of-options", head) is not { } tracked)
        {
            return null;
        }

        return new(head, staged.Trim(), files.Trim()) { Deleted = changes.Deleted, Tracked = tracked.Count(it => it == '\0'), UntrackedLeftOut = large };
    }

    private async Task<string?> AskAsync(string worktree, string? index, CancellationToken cancellation, params string[] arguments)
    {
        var answer = await git.RunAsync(new GitCall($"Looking at what is not committed in '{worktree}'", worktree, arguments) { Index = index, Deadline = Deadline }, cancellation);
        return answer.Succeeded ? answer.Value.Output : null;
    }
}
