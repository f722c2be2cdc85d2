using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Planning;
using Plumb.Platform.Failpoints;
using static Plumb.Compose.Execute.ComposeFailpoints;

namespace Plumb.Compose.Execute;

/// <summary>
/// Carries out the planner's steps with Compose and the engine. Whose the project is, is asked again right before every change. What a step that
/// is cut off leaves behind, the next look can read.
/// </summary>
internal sealed class ComposeExecutor(Hands hands) : IExecutor<ComposeSpec>
{
    public async ValueTask<StepOutcome> ExecuteAsync(ObjectId id, ComposeSpec? desired, Step step, CancellationToken cancellation)
    {
        try
        {
            return Shown(desired, await DoAsync(id, desired, step, cancellation));
        }
        catch (StepEnding ending)
        {
            return Shown(desired, ending.Outcome is StepOutcome.Failed failed ? failed with { Fault = Blame.Of(failed.Error) } : ending.Outcome);
        }
    }

    /// <summary>The one way out for what the engine, Compose and containers said.</summary>
    private StepOutcome Shown(ComposeSpec? spec, StepOutcome outcome) => outcome switch
    {
        StepOutcome.Failed failed => failed with { Error = hands.Shown(spec, failed.Error) },
        StepOutcome.Unreachable away => away with { Why = hands.Shown(spec, away.Why) },
        StepOutcome.Cancelled cancelled => cancelled with { Why = hands.Shown(spec, cancelled.Why) },
        StepOutcome.Succeeded { Note: { } note } succeeded => succeeded with { Note = hands.Shown(spec, note) },
        _ => outcome,
    };

    private async Task<StepOutcome> DoAsync(ObjectId id, ComposeSpec? desired, Step step, CancellationToken cancellation)
    {
        if (step is ComposeStep.Down down)
            return await Between(BeforeDown, AfterDown, () => DownWork.DoAsync(hands, id, desired, down, cancellation));
        if (step is ComposeStep { Permit: { } permit })
            hands.Permits.Begin(id.Value, permit, hands.Time.GetUtcNow());
        var spec = desired ?? throw new ArgumentException($"'{step.Action}' needs a desired stack.", nameof(desired));
        return step switch
        {
            ComposeStep.Adopt => await Between(BeforeAdopt, AfterAdopt, () => AdoptWork.DoAsync(hands, spec, cancellation)),
            ComposeStep.LayOut layOut => await Between(BeforeLayOut, AfterLayOut, () => LayOutWork.DoAsync(hands, spec, layOut, cancellation)),
            ComposeStep.Build build => await Between(BeforeBuild, AfterBuild, () => BuildWork.DoAsync(hands, id, spec, build, cancellation)),
            ComposeStep.Pull pull => await Between(BeforePull, AfterPull, () => PullWork.DoAsync(hands, id, spec, pull, cancellation)),
            ComposeStep.Await wait => await Between(BeforeAwait, AfterAwait, () => AwaitWork.DoAsync(hands, spec, wait, cancellation)),
            ComposeStep.Up up => await Between(BeforeUp, AfterUp, () => new UpWork(hands, id, spec).DoAsync(up, cancellation)),
            ComposeStep.Verify verify => await Between(BeforeVerify, AfterVerify, () => new VerifyWork(hands, id, spec).DoAsync(verify, cancellation)),
            ComposeStep.Rename rename => await Between(BeforeRename, AfterRename, () => ContainerWork.RenameAsync(hands, spec, rename, cancellation)),
            ComposeStep.Update update => await Between(BeforeUpdate, AfterUpdate, () => UpdateWork.DoAsync(hands, id, spec, update, cancellation)),
            ComposeStep.Unpause unpause => await Between(BeforeUnpause, AfterUnpause, () => ContainerWork.UnpauseAsync(hands, spec, unpause, cancellation)),
            ComposeStep.Stop stop => await Between(BeforeStop, AfterStop, () => ContainerWork.StopAsync(hands, spec, stop, cancellation)),
            ComposeStep.RemoveContainers remove => await Between(BeforeRemove, AfterRemove, () => RemoveWork.DoAsync(hands, spec, remove, cancellation)),
            _ => throw new ArgumentException($"No step of the compose driver: {step.GetType().Name}.", nameof(step)),
        };
    }

    private async Task<StepOutcome> Between(Failpoint before, Failpoint after, Func<Task<StepOutcome>> work)
    {
        hands.Failpoints.Reach(before);
        var outcome = await work();
        hands.Failpoints.Reach(after);
        return outcome;
    }
}
