using Plumb.Workspaces.Model;
using Plumb.Workspaces.Observe;

namespace Plumb.Workspaces.Execute;

/// <summary>Where a branch's commits may still be, besides what the look found.</summary>
internal static class RescueSources
{
    // What git itself calls the tip of a history that nothing refers to.
    private const string UnreachableCommit = "unreachable commit ";

    /// <summary>By the worktree's own log, the branch's log, and the branches of remotes, in this order.</summary>
    public static async Task<IReadOnlyList<string>> LoggedAsync(GitHands git, WorkspaceSpec spec, CancellationToken cancellation)
    {
        var common = (await git.MustAsync("looking for the repository", ["rev-parse", "--path-format=absolute", "--git-common-dir"], cancellation)).TrimEnd('\n');
        var logged = new List<string>();
        if (AdminDirectory.Of(common, spec.Path)?.LastHead is { } last)
            logged.Add(last);
        if (HeadLog.Last(Path.Combine(common, "logs/refs/heads", spec.Branch)) is { } tip)
            logged.Add(tip);
        var remote = await git.MustAsync("looking at the remotes' branches", ["for-each-ref", "--format=%(objectname)", $"refs/remotes/*/{spec.Branch}"], cancellation);
        return [.. logged, .. remote.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Commits that nothing refers to any more, and that came after the task's base. Slow; the last resort.</summary>
    public static async Task<IReadOnlyList<string>> UnreachableAsync(GitHands git, WorkspaceSpec spec, CancellationToken cancellation)
    {
        if (spec.BaseCommit is not { } start || (await Commits.ThereAsync(git, [start], cancellation)).Count == 0)
            return [];
        var output = await git.MustAsync(
            "looking for commits that nothing refers to", ["fsck", "--unreachable", "--no-reflogs", "--connectivity-only", "--no-progress"], cancellation, deadline: TimeSpan.FromMinutes(5));
        var commits = output.Split('\n').Where(line => line.StartsWith(UnreachableCommit, StringComparison.Ordinal)).Select(line => line[UnreachableCommit.Length..]);
        var after = new List<string>();
        foreach (var commit in await Commits.OutermostAsync(git, [.. commits], cancellation))
        {
            if (commit != start && await Commits.ContainsAsync(git, start, commit, cancellation))
                after.Add(commit);
        }

        return after;
    }
}
