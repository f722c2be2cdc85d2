using Plumb.Compose.Engine;
using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Compose.Observe;
using Plumb.Compose.Plan;

namespace Plumb.Compose.Execute;

/// <summary>Reads a project anew right before it is changed, and refuses when it is no longer ours.</summary>
internal sealed class ProjectReader(EngineClient engine, AdoptionStore adoptions)
{
    public async Task<ProjectNow> ReadAsync(string project, CancellationToken cancellation)
    {
        var items = (await engine.ListContainersAsync(project, cancellation)).Must($"listing the containers of {project}");
        return new(project, [.. items.Select(ContainerReader.Of)], adoptions.Find(project));
    }

    /// <exception cref="StepEnding">It is not ours (any more): nothing was touched.</exception>
    public async Task<ProjectNow> ReadOursAsync(ComposeSpec spec, CancellationToken cancellation)
    {
        var now = await ReadAsync(spec.Project, cancellation);
        if (ProjectClaim.WhoseElse(spec, now.Project, now.Containers, now.Adoption) is { } owner)
            throw new StepEnding($"nothing was touched: the Compose project {spec.Project} is not ours: {owner}. Adopt the stack, or give it another project name.");
        return now;
    }
}
