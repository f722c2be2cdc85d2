using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;

namespace Plumb.Compose.Observe;

/// <summary>
/// Whether every container that should be there is. The engine lets nobody remove a network that a running container is attached to, nor a
/// volume that any container uses: where all are there, so are these, and need no list.
/// </summary>
internal static class Presence
{
    public static bool IsComplete(IEnumerable<ComposeSpec> desired, IEnumerable<ContainerItem> items)
    {
        var there = items.Where(i => i.Label(Labels.OneOff) != "True").ToLookup(i => (i.Label(Labels.Project), i.Label(Labels.Service)));
        return desired
            .Where(s => s is { Rendered: not null, Target.Stopped: false, Target.Orphaned: false })
            .All(s => s.Rendered!.Services.Values.All(v => there[(s.Project, v.Name)].Count(i => IsThere(i, v)) >= v.Scale));
    }

    private static bool IsThere(ContainerItem item, RenderedService service) => item.State switch
    {
        "running" or "paused" or "restarting" => service.Networks.All(n => item.NetworkSettings?.Networks?.ContainsKey(n) == true),
        "exited" => service.MayFinish && StatusText.ExitCode(item.Status) == 0,
        _ => false,
    };
}
