using Plumb.Kernel;
using Plumb.Kernel.Planning;
using Plumb.Platform.Git;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Execute;

/// <summary>Carries out the planner's steps with git. What a step that is cut off leaves behind, the next look can read.</summary>
internal sealed class WorkspaceExecutor(WorkingGit git) : IExecutor<WorkspaceSpec>
{
    public async ValueTask<StepOutcome> ExecuteAsync(ObjectId id, WorkspaceSpec? desired, Step step, CancellationToken cancellation)
    {
        var spec = desired ?? throw new ArgumentException($"'{step.Action}' needs a desired task.", nameof(desired));
        try
        {
            return await DoAsync(new GitHands(git, spec.Project.Repository), spec, step, cancellation);
        }
        catch (StepEnding ending)
        {
            return ending.Outcome;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new StepOutcome.Failed($"{step.Changes} failed: {failure.Message}");
        }
    }

    private static async Task<StepOutcome> DoAsync(GitHands hands, WorkspaceSpec spec, Step step, CancellationToken cancellation) => step switch
    {
        WorkspaceStep.Keep keep => await KeepWork.DoAsync(hands, spec, keep, cancellation),
        WorkspaceStep.KeepAside aside => await KeepWork.AsideAsync(hands, spec, aside, cancellation),
        WorkspaceStep.MakeBranch make => await BranchWork.MakeAsync(hands, spec, make, cancellation),
        WorkspaceStep.RescueBranch rescue => await BranchWork.RescueAsync(hands, spec, rescue, cancellation),
        WorkspaceStep.KeepWork snapshot => await SnapshotWork.MakeAsync(hands, spec, snapshot, cancellation),
        WorkspaceStep.AddWorktree add => await WorktreeWork.AddAsync(hands, spec, add, cancellation),
        WorkspaceStep.LinkWorktree => await WorktreeWork.LinkAsync(hands, spec, cancellation),
        WorkspaceStep.RegisterWorktree => await WorktreeWork.RegisterAsync(hands, spec, cancellation),
        WorkspaceStep.ClearHalfMade => WorktreeWork.ClearHalfMade(spec),
        WorkspaceStep.MendHead => await WorktreeWork.MendHeadAsync(hands, spec, cancellation),
        WorkspaceStep.MarkWorktree => await WorktreeWork.MarkAsync(hands, spec, cancellation),
        _ => throw new ArgumentException($"No step of the workspaces driver: {step.GetType().Name}.", nameof(step)),
    };
}
