using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Engine;

/// <summary>
/// What no step may do, told from the look that it rests on and from what is desired, and never from the planner: touch what is not
/// ours (K7), act where a policy holds everything, or make a service anew that need not be.
/// </summary>
/// <param name="seen">The newest look at the project; null when there was nothing.</param>
/// <param name="brought">Services that earlier steps since that look made anew or started.</param>
public sealed class StepRules(VirtualProject project, ComposeSpec? spec, StackSeen? seen, RemovalTerms terms, IReadOnlySet<string> brought)
{
    public void Check(ComposeStep step)
    {
        if (step is ComposeStep.LayOut or ComposeStep.Adopt)
            return;
        if (seen?.Containers.FirstOrDefault(project.IsAnothers) is { } other && step is not ComposeStep.Down { WholeProject: false })
            throw new InvariantException("K7", $"{step.Action} in {project.Name}, where {other.Name} is another owner's");
        CheckPolicies(step);
        switch (step)
        {
            case ComposeStep.RemoveContainers remove:
                Each(step, remove.ContainerIds, isHandMadeAllowed: true);
                break;
            case ComposeStep.Down down:
                Each(step, down.ContainerIds, isHandMadeAllowed: false);
                CheckDown(down);
                break;
            case ComposeStep.Stop stop:
                Each(step, stop.ContainerIds, isHandMadeAllowed: false);
                if (spec?.Target.Stopped != true)
                    throw new InvariantException("NoNeedlessRestart", $"{project.Name} is stopped, and should run");
                break;
            case ComposeStep.Rename rename:
                Each(step, [.. rename.Names.Select(it => it.ContainerId)], isHandMadeAllowed: false);
                break;
            case ComposeStep.Unpause unpause:
                Each(step, unpause.ContainerIds, isHandMadeAllowed: false);
                break;
            case ComposeStep.Up up:
                if (up.Recreate.Concat(up.Ensure).FirstOrDefault(it => spec?.Rendered?.Services.ContainsKey(it) != true) is { } unknown)
                    throw new InvariantException("K11", $"{unknown} of {project.Name} is brought up, and is not in the newest file");
                foreach (var service in up.Recreate)
                    CheckRecreate(service, up);
                break;
        }
    }

    private void CheckPolicies(ComposeStep step)
    {
        // That it is to be stopped is a person's word already.
        var isAsked = step is ComposeStep.Stop && spec?.Target.Stopped == true;
        if (spec?.Target is { ReconcileEnabled: false } || (spec?.Target is { DriftPolicy: DriftPolicy.Flag, ChangePolicy: ChangePolicy.Flag } && !isAsked))
            throw new InvariantException("Policy", $"{step.Action} in {project.Name}, of which everything is to wait for a person");
        if (spec?.Refusal is not null || spec?.ProjectRivals.Count > 0)
            throw new InvariantException("Policy", $"{step.Action} in {project.Name}, which is refused or contended for");
    }

    private void CheckDown(ComposeStep.Down down)
    {
        if (spec is not null || !terms.Allowed)
            throw new InvariantException("K7", $"{project.Name} is taken down, and {(spec is null ? "its removal is not allowed" : "is desired")}");
        if (down.Volumes && !terms.Volumes)
            throw new InvariantException("K7", $"{project.Name} is taken down with its volumes, which are to be kept");
        if (down.WholeProject && seen?.Containers.FirstOrDefault(it => !project.IsOurs(it)) is { } other)
            throw new InvariantException("K7", $"all of {project.Name} is taken down, and {other.Name} is not ours");
    }

    private void Each(ComposeStep step, IReadOnlyList<string> ids, bool isHandMadeAllowed)
    {
        foreach (var it in ids.Select(project.Find).OfType<ContainerSeen>())
        {
            var isHandMade = it.Mark is null && spec?.Rendered?.Services.ContainsKey(it.Service) == true;
            if (!project.IsOurs(it) && !(isHandMadeAllowed && isHandMade))
                throw new InvariantException("K7", $"{step.Action} of {it.Name} in {project.Name}, which is not ours");
        }
    }

    private void CheckRecreate(string name, ComposeStep.Up up)
    {
        var service = spec!.Rendered!.Services[name];
        var there = seen?.Containers.Where(it => it.Service == name && project.IsOurs(it)).ToList() ?? [];
        if (there.Count > 0 && !Goes(service, up) && !IsWithoutResource(service) && !there.Exists(it => IsWrong(it, service)) && !IsStale(there, service))
            throw new InvariantException("NoNeedlessRestart", $"{name} of {project.Name} is made anew, and nothing of it differs");
    }

    private bool Goes(RenderedService service, ComposeStep.Up up) =>
        service.SharesNamespaceOf.Concat(service.DependsOn.Where(it => it.Restart).Select(it => it.Service))
            .Any(it => brought.Contains(it) || up.Recreate.Contains(it, StringComparer.Ordinal) || up.Ensure.Contains(it, StringComparer.Ordinal) || IsStartedLater(it, service));

    private bool IsStartedLater(string owner, RenderedService than) =>
        seen!.Containers.Where(it => it.Service == owner).Max(it => it.Inspection?.StartedAt) > seen.Containers.Where(it => it.Service == than.Name).Min(it => it.Inspection?.StartedAt);

    private bool IsWithoutResource(RenderedService service) =>
        service.Networks.Any(it => !seen!.Networks.ContainsKey(it)) || service.Volumes.Any(it => !seen!.Volumes.ContainsKey(it));

    private static bool IsWrong(ContainerSeen it, RenderedService service) =>
        it.Mark?.InputsHash != service.InputsHash || it.Inspection?.Settings != service.Settings
        || !it.Networks.ToHashSet(StringComparer.Ordinal).SetEquals(service.Networks) || service.Volumes.Except(it.Volumes, StringComparer.Ordinal).Any();

    private bool IsStale(List<ContainerSeen> there, RenderedService service) =>
        seen!.Layout.Changed.Intersect(service.MountedContent, StringComparer.Ordinal).Any()
        || seen.Layout.Stale.Any(stale => there.Exists(it => it.Id == stale.ContainerId));
}
