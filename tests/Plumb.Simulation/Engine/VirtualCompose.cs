using Plumb.Compose.Model;

namespace Plumb.Simulation.Engine;

/// <summary>
/// What the compose driver's steps do to a project, in the parts between which they may be cut off: the published behaviour of
/// Compose. The real thing is in the tests on the real engine.
/// </summary>
public sealed class VirtualCompose(VirtualProject project, ComposeSpec? spec)
{
    public IEnumerable<Func<string?>> Parts(ComposeStep step) => step switch
    {
        ComposeStep.LayOut layOut => LayOut(layOut),
        ComposeStep.Up up => Up(up),
        ComposeStep.Await wait => [() => Await(wait)],
        ComposeStep.Verify verify => [() => Verify(verify)],
        ComposeStep.Rename rename => rename.Names.Select<ContainerName, Func<string?>>(it => () => Rename(it.ContainerId, it.Name)),
        ComposeStep.Unpause unpause => unpause.ContainerIds.Select(id => Changing(id, it => it.State == "paused" ? it with { State = "running" } : it)),
        ComposeStep.Stop stop => stop.ContainerIds.Select(id => Changing(id, Stopped)),
        ComposeStep.RemoveContainers remove => remove.ContainerIds.Select<string, Func<string?>>(id => () => NotOurs() ?? Remove(id)),
        ComposeStep.Down down => Down(down),
        ComposeStep.Adopt => [Doing(Adopt)],
        ComposeStep.Build or ComposeStep.Pull => [],
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "unknown step"),
    };

    private static ContainerSeen Stopped(ContainerSeen it) => it with { State = "exited", ExitCode = 137 };

    private IEnumerable<Func<string?>> LayOut(ComposeStep.LayOut step) =>
    [
        Doing(() => project.Layout = project.Layout with
        {
            Stale = [.. project.Layout.Stale, .. step.StaleContainers.Where(it => project.Layout.Changed.Contains(it.Path, StringComparer.Ordinal))],
        }),
        Doing(() => project.Layout = project.Layout with { Changed = [], Checksum = spec!.Target.Checksum }),
    ];

    /// <summary>All are made before any is started. Source: docker/compose pkg/compose: create, then start.</summary>
    private IEnumerable<Func<string?>> Up(ComposeStep.Up step)
    {
        string[] named = [.. step.Recreate, .. step.Ensure];
        yield return NotOurs;
        yield return Doing(() => project.Networks.UnionWith(named.SelectMany(it => Service(it).Networks)));
        yield return Doing(() => named.SelectMany(it => Service(it).Volumes).ToList().ForEach(it => project.Volumes.TryAdd(it, "local")));
        foreach (var part in step.Recreate.SelectMany(Recreate))
            yield return part;
        foreach (var service in named)
        {
            for (var i = 0; i < Service(service).Scale; i++)
                yield return () => CreateMissing(Service(service));
        }

        foreach (var service in named)
            yield return () => Start(Service(service));
        yield return Doing(WriteDown);
    }

    private IEnumerable<Func<string?>> Recreate(string service)
    {
        foreach (var old in project.Containers.Where(it => it.Service == service && it.State is not ("dead" or "removing")).ToList())
        {
            ContainerSeen? made = null;
            var final = $"{project.Name}-{service}-{old.Number}";
            yield return () => Create(Service(service), old.Number, $"{old.Id[..12]}_{final}", it => made = it);
            yield return Changing(old.Id, Stopped);
            yield return Doing(() => project.Remove(old.Id));
            yield return () => Rename(made!.Id, final);
        }
    }

    private string? CreateMissing(RenderedService service)
    {
        var there = project.Containers.Where(it => it.Service == service.Name).ToList();
        if (there.Count >= service.Scale)
            return null;
        var number = Enumerable.Range(1, service.Scale + there.Count).First(n => there.TrueForAll(it => it.Number != n));
        return Create(service, number, $"{project.Name}-{service.Name}-{number}", _ => { });
    }

    private string? Create(RenderedService service, int number, string name, Action<ContainerSeen> made)
    {
        if (project.Containers.Exists(it => it.Name == name))
            return $"Conflict. The container name {name} is already in use";
        made(project.Create(service, number, name, new() { Ownership = spec!.Ownership, InputsHash = service.InputsHash, ComposeHash = spec.Rendered!.ComposeHash }));
        return null;
    }

    private string? Start(RenderedService service)
    {
        foreach (var container in project.Containers.Where(it => it.Service == service.Name).ToList())
        {
            if (container.State == "paused")
                return $"cannot start the paused container {container.Name}";
            if (container.State is "created" or "exited" && container is not { State: "exited", ExitCode: 0 })
                project.Start(container, service.MayFinish);
        }

        return null;
    }

    private string? Rename(string id, string name)
    {
        if (project.Containers.Exists(it => it.Name == name && it.Id != id))
            return $"Conflict. The container name {name} is already in use";
        project.Change(id, it => it with { Name = name });
        return null;
    }

    private string? Await(ComposeStep.Await step)
    {
        foreach (var condition in step.Conditions)
        {
            if (!project.Containers.Exists(it => it.Service == condition.Service && IsMet(it, condition.Condition)))
                return $"{condition.Service} is not {condition.Condition}";
        }

        return null;
    }

    private static bool IsMet(ContainerSeen it, string condition) =>
        condition == "service_completed_successfully" ? it is { State: "exited", ExitCode: 0 } : it.State is "running" || it is { State: "exited", ExitCode: 0 };

    private string? Verify(ComposeStep.Verify step)
    {
        foreach (var service in step.Services)
        {
            if (project.Containers.Any(it => it.Service == service && it.State != "running" && it is not { State: "exited", ExitCode: 0 }))
                return $"{service} did not come up";
        }

        return null;
    }

    private string? Remove(string id)
    {
        project.Remove(id);
        return null;
    }

    /// <summary>Read once more before every change: the look that led to it is older.</summary>
    private string? NotOurs() => project.IsSomebodyElses(spec) ? $"{project.Name} is not ours" : null;

    private void Adopt() => project.Adoption = new(
        project.Name,
        project.Ours,
        default,
        "ann",
        project.Containers.Where(it => spec!.Rendered?.Services.ContainsKey(it.Service) == true).ToDictionary(it => it.Id, it => spec!.Rendered!.Services[it.Service].InputsHash, StringComparer.Ordinal));

    private void WriteDown() =>
        project.Adoption ??= new(project.Name, project.Ours, default, "plumb", new Dictionary<string, string>(StringComparer.Ordinal)) { Made = true };

    private IEnumerable<Func<string?>> Down(ComposeStep.Down step)
    {
        foreach (var id in step.ContainerIds)
            yield return () => Remove(id);
        if (step.WholeProject)
        {
            yield return () => project.Containers.Count > 0 ? $"network {project.Name}_default has active endpoints" : null;
            yield return Doing(project.Networks.Clear);
        }

        yield return Doing(() => project.Layout = LayoutSeen.None);
        yield return Doing(() => project.Adoption = null);
    }

    private RenderedService Service(string name) => spec!.Rendered!.Services[name];

    private Func<string?> Changing(string id, Func<ContainerSeen, ContainerSeen> change) => Doing(() => project.Change(id, change));

    private static Func<string?> Doing(Action part) => () =>
    {
        part();
        return null;
    };
}
