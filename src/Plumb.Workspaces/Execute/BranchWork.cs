using Plumb.Kernel.Planning;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Execute;

/// <summary>Makes the branch: anew at its base, or again where its commits are.</summary>
internal static class BranchWork
{
    public static async Task<StepOutcome> MakeAsync(GitHands git, WorkspaceSpec spec, WorkspaceStep.MakeBranch step, CancellationToken cancellation)
    {
        await SetAsync(git, spec, step.Commit, $"plumb: began at {spec.BaseBranch}", cancellation);
        return StepOutcome.Done;
    }

    /// <summary>The best of what is left: the first of the sources whose commit no other source contains. Others that diverge are kept aside.</summary>
    public static async Task<StepOutcome> RescueAsync(GitHands git, WorkspaceSpec spec, WorkspaceStep.RescueBranch step, CancellationToken cancellation)
    {
        var found = await Commits.ThereAsync(git, [.. step.Known, .. await RescueSources.LoggedAsync(git, spec, cancellation)], cancellation);
        if (found.Count == 0)
            found = await RescueSources.UnreachableAsync(git, spec, cancellation);
        var best = await Commits.OutermostAsync(git, found, cancellation);
        if (best.Count == 0)
            return await LostAsync(git, spec, step, cancellation);
        foreach (var other in best.Skip(1))
            await Commits.KeepAsync(git, Marks.AsideRef(spec.Id, other), other, cancellation);
        await SetAsync(git, spec, best[0], "plumb: made again", cancellation);
        return new StepOutcome.Succeeded($"'{spec.Branch}' is at {best[0]} again" + (best.Count == 1 ? "" : $"; kept aside: {string.Join(", ", best.Skip(1))}"));
    }

    private static async Task<StepOutcome> LostAsync(GitHands git, WorkspaceSpec spec, WorkspaceStep.RescueBranch step, CancellationToken cancellation)
    {
        var told = step.Known.Count == 0 ? "" : $" (last known: {string.Join(", ", step.Known)})";
        if (spec.OnLostCommits == LostCommits.Ask)
            return new StepOutcome.Failed($"no commit of '{spec.Branch}' was found anywhere{told}: make the branch again where it should be, or set onLostCommits to recreate") { Fault = Fault.World };
        var start = (await git.MustAsync($"looking for '{spec.BaseBranch}'", ["rev-parse", "--verify", "--end-of-options", $"refs/heads/{spec.BaseBranch}^{{commit}}"], cancellation)).Trim();
        await SetAsync(git, spec, start, "plumb: began again, commits were lost", cancellation);
        return new StepOutcome.Succeeded($"commits of '{spec.Branch}' were lost{told}: it begins again at '{spec.BaseBranch}'");
    }

    private static Task SetAsync(GitHands git, WorkspaceSpec spec, string commit, string why, CancellationToken cancellation) =>
        Commits.SetAsync(git, "refs/heads/" + spec.Branch, commit, was: null, why, cancellation);
}
