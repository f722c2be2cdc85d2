using Plumb.Platform.Git;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Observe;

/// <summary>Looks at a repository in three processes, however many worktrees and branches it has.</summary>
internal sealed class RepositoryLook(WorkingGit git)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public async Task<GitAnswer<RepositorySeen>> LookAsync(string repository, CancellationToken cancellation)
    {
        var looking = $"Looking at '{repository}'";
        var common = await RunAsync(looking, repository, ["rev-parse", "--path-format=absolute", "--git-common-dir"], cancellation);
        if (!common.Succeeded)
            return common.Failure;
        var worktrees = await RunAsync(looking, repository, ["worktree", "list", "--porcelain", "-z"], cancellation);
        if (!worktrees.Succeeded)
            return worktrees.Failure;
        // After the worktrees: a branch that is made between the two is not taken for one that a worktree has lost.
        var refs = await RunAsync(looking, repository, ["for-each-ref", "--format=%(objectname) %(refname) %(tree) %(subject)", "refs/heads", "refs/plumb"], cancellation);
        if (!refs.Succeeded)
            return refs.Failure;
        var lines = refs.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 4)).ToList();
        return new RepositorySeen(
            common.Value.TrimEnd('\n'), lines.ToDictionary(words => words[1], words => words[0], StringComparer.Ordinal), WorktreeEntry.Read(worktrees.Value))
        {
            Snapshots = lines.Where(words => words[1].StartsWith(Marks.Snapshots, StringComparison.Ordinal)).ToDictionary(words => words[1], words => (words[2], words[3]), StringComparer.Ordinal),
        };
    }

    private async Task<GitAnswer<string>> RunAsync(string looking, string repository, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var answer = await git.RunAsync(new GitCall(looking, repository, arguments) { Deadline = Deadline }, cancellation);
        return answer.Succeeded ? answer.Value.Output : answer.Failure;
    }
}
