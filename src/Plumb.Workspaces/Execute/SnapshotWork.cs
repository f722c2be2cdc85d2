using Plumb.Kernel.Planning;
using Plumb.Workspaces.Model;
using Plumb.Workspaces.Observe;

namespace Plumb.Workspaces.Execute;

/// <summary>Keeps what is not committed, and puts it back. The worktree's own index and files are never written for a snapshot.</summary>
internal static class SnapshotWork
{
    public static async Task<StepOutcome> MakeAsync(GitHands git, WorkspaceSpec spec, WorkspaceStep.KeepWork step, CancellationToken cancellation)
    {
        var work = step.Work;
        var staged = await CommitAsync(git, "plumb: staged", work.Staged, [work.Head], cancellation);
        string[] parents = [work.Head, staged, .. step.Before is { } before ? [before] : Array.Empty<string>()];
        var commit = await CommitAsync(git, SnapshotSubject.Of(work), work.Files, parents, cancellation);
        await Commits.SetAsync(git, Marks.SnapshotRef(spec.Id), commit, step.Before, "plumb: snapshot", cancellation);
        return StepOutcome.Done;
    }

    /// <summary>Puts it back into a worktree that was just made, each file as modified, deleted, staged or untracked as it was.</summary>
    /// <returns>What to tell a person; null: nothing.</returns>
    public static async Task<string?> RestoreAsync(GitHands git, WorkspaceSpec spec, SnapshotSeen snapshot, CancellationToken cancellation)
    {
        var head = (await git.MustAsync("looking what was checked out", ["rev-parse", "HEAD"], cancellation, directory: spec.Path)).Trim();
        if (head != snapshot.Of.Head)
            return $"what was not committed is kept at {snapshot.Commit} and was not put back: the branch has moved on since";
        await git.MustAsync("putting back what was not committed", ["read-tree", "-u", "--reset", snapshot.Of.Files], cancellation, directory: spec.Path);
        await git.MustAsync("putting back what was staged", ["read-tree", snapshot.Of.Staged], cancellation, directory: spec.Path);
        // Only reads the files' times into the index; what differs from it is no fault.
        await git.AsksAsync("reading the files' times", ["update-index", "-q", "--refresh"], cancellation, spec.Path);
        return $"what was not committed is back, as of {snapshot.Commit}";
    }

    private static async Task<string> CommitAsync(GitHands git, string subject, string tree, IEnumerable<string> parents, CancellationToken cancellation) =>
        (await git.MustAsync("keeping what is not committed", ["commit-tree", .. parents.SelectMany(it => new[] { "-p", it }), "-m", subject, tree], cancellation)).Trim();
}
