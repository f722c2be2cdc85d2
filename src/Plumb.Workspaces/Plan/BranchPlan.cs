using Plumb.Kernel.Gates;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Plan;

/// <summary>The branch: made at its base once, made again where its commits are, and every tip of it kept.</summary>
internal static class BranchPlan
{
    public static void Add(WorkspaceSpec spec, WorkspaceSeen seen, WorkspaceFindings found)
    {
        if (seen.Place is PlaceSeen.Tree { Head: HeadSeen.Detached { Commit: var loose } } && loose != seen.Branch && !seen.Aside.Contains(loose, StringComparer.Ordinal))
        {
            found.Differs(Parts.Branch, "kept", loose, null);
            found.Does(StepOf.KeepAside(spec, loose));
        }

        if (seen.Branch is { } tip)
        {
            if (tip == seen.Keep)
                return;
            found.Differs(Parts.Branch, "kept", tip, seen.Keep);
            found.Does(StepOf.Keep(spec, tip, seen.Keep));
        }
        else if (spec.Wanted.Branch == Part.Present)
        {
            found.Differs(Parts.Branch, null, spec.Branch, null);
            Missing(spec, seen, found);
        }
    }

    private static void Missing(WorkspaceSpec spec, WorkspaceSeen seen, WorkspaceFindings found)
    {
        string[] known = [.. Known(spec, seen)];
        if (known.Length > 0 || spec.BaseCommit is not null)
            found.Does(StepOf.RescueBranch(spec, known));
        else if (seen.Base is { } commit)
            found.Does(StepOf.MakeBranch(spec, commit));
        else
            found.HoldsBranch(HoldReason.NeedsDecision, $"the branch '{spec.BaseBranch}', where '{spec.Branch}' is to begin, is gone", $"make '{spec.BaseBranch}' again in {spec.Project.Repository}");
    }

    /// <summary>The surest first: what its own worktree was on, what we kept, what was told last.</summary>
    private static IEnumerable<string> Known(WorkspaceSpec spec, WorkspaceSeen seen)
    {
        if (seen.Place is PlaceSeen.Tree { Head: HeadSeen.Unborn { Last: { } last } unborn } && unborn.Name == spec.Branch)
            yield return last;
        if (seen.Keep is { } kept)
            yield return kept;
        if (spec.LastTip is { } told)
            yield return told;
    }
}
