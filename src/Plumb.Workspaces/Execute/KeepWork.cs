using Plumb.Kernel.Planning;
using Plumb.Workspaces.Model;
using Plumb.Workspaces.Observe;

namespace Plumb.Workspaces.Execute;

/// <summary>Keeps a tip. What was kept before and is not contained in it stays kept, aside.</summary>
internal static class KeepWork
{
    public static async Task<StepOutcome> DoAsync(GitHands git, WorkspaceSpec spec, WorkspaceStep.Keep step, CancellationToken cancellation)
    {
        if (step.Kept is { } kept && (await Commits.ThereAsync(git, [kept], cancellation)).Count > 0 && !await Commits.ContainsAsync(git, kept, step.Tip, cancellation))
            await Commits.KeepAsync(git, Marks.AsideRef(spec.Id, kept), kept, cancellation);
        await Commits.SetAsync(git, Marks.KeepRef(spec.Id), step.Tip, step.Kept, "plumb: kept", cancellation);
        return StepOutcome.Done;
    }

    /// <summary>Keeps what only the log of a worktree that goes still holds.</summary>
    public static async Task LoggedAsync(GitHands git, WorkspaceSpec spec, string commonDirectory, CancellationToken cancellation)
    {
        var logged = await Commits.ThereAsync(git, AdminDirectory.Of(commonDirectory, spec.Path)?.Heads ?? [], cancellation);
        foreach (var commit in await Commits.OutermostAsync(git, logged, cancellation))
        {
            if (!await Commits.ContainsAsync(git, commit, "refs/heads/" + spec.Branch, cancellation))
                await Commits.KeepAsync(git, Marks.AsideRef(spec.Id, commit), commit, cancellation);
        }
    }

    public static async Task<StepOutcome> AsideAsync(GitHands git, WorkspaceSpec spec, WorkspaceStep.KeepAside step, CancellationToken cancellation)
    {
        await Commits.KeepAsync(git, Marks.AsideRef(spec.Id, step.Commit), step.Commit, cancellation);
        return StepOutcome.Done;
    }
}
