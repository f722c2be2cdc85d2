using Plumb.Compose.Cli;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Takes a stack down that should be no more: whole, when all of its project is ours; container by container otherwise.</summary>
internal static class DownWork
{
    public static async Task<StepOutcome> DoAsync(Hands hands, ObjectId id, ComposeSpec? desired, ComposeStep.Down step, CancellationToken cancellation)
    {
        var (owner, terms) = Terms(hands, id, desired);
        if (!terms.Allowed || terms.KeepRunning || terms.Massive)
            return new StepOutcome.Failed($"nothing was removed: the terms of {step.Project} do not allow it (any more)");
        var now = await hands.Projects.ReadAsync(step.Project, cancellation);
        var adoption = ProjectClaim.AdoptedBy(owner, now.Project, now.Adoption);
        var own = now.Containers.Where(container => OwnContainer.Of(container, owner, adoption) is not null).ToList();
        if (!step.WholeProject || own.Count < now.Containers.Count)
        {
            foreach (var container in own.Where(container => step.ContainerIds.Contains(container.Id, StringComparer.Ordinal)))
                await RemoveWork.RemoveAsync(hands, container, cancellation);
            return Forget(hands, owner, step.Project);
        }

        var run = await hands.Compose.DownAsync(step.Project, step.Volumes && terms.Volumes, step.Deadline, cancellation);
        if (run is ComposeRun.Succeeded)
            return await LeftAsync(hands, step.Project, cancellation) is { } left ? new StepOutcome.Failed(left) : Forget(hands, owner, step.Project);
        await hands.MustAnswerAsync(cancellation);
        throw ComposeEndings.Of(run, $"taking {step.Project} down");
    }

    /// <summary>Compose calls it a success when it leaves a network that somebody else's container is on. Null: nothing is left.</summary>
    private static async Task<string?> LeftAsync(Hands hands, string project, CancellationToken cancellation)
    {
        var networks = (await hands.Engine.ListNetworksAsync(cancellation)).Must($"listing the networks of {project}");
        var left = networks.Where(network => network.Labels?.GetValueOrDefault(Labels.Project) == project).Select(network => network.Name).Order(StringComparer.Ordinal).ToList();
        return left.Count == 0 ? null : $"the network {string.Join(", ", left)} is still used by containers that are not ours. Disconnect them: 'docker network inspect {left[0]}' names them";
    }

    /// <summary>What we wrote goes, as far as it still is what we wrote; the ownership is given up.</summary>
    private static StepOutcome Forget(Hands hands, Ownership owner, string project)
    {
        if (hands.Layout.Remove(owner.Scope, owner.StackPath) is LayoutResult.Failed failed)
            return new StepOutcome.Failed(failed.Error);
        hands.Adoptions.Remove(project);
        return StepOutcome.Done;
    }

    private static (Ownership Owner, RemovalTerms Terms) Terms(Hands hands, ObjectId id, ComposeSpec? desired)
    {
        if (desired is not null)
            return (desired.Ownership, new(desired.Target is { Orphaned: true, RemoveEnabled: true }, desired.Target.Settings.Remove.Volumes, KeepRunning: false));
        return hands.Departed.Current.TryGetValue(id, out var departed)
            ? (departed.Ownership, departed.Terms)
            : throw new StepEnding($"nothing was removed: nobody knows whose {id} was");
    }
}
