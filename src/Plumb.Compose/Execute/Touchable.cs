using Plumb.Compose.Model;
using Plumb.Compose.Plan;

namespace Plumb.Compose.Execute;

/// <summary>Which containers of a project may be changed or removed: ours, and those made by hand in a service of ours.</summary>
internal static class Touchable
{
    /// <returns>Null when it is gone.</returns>
    /// <exception cref="StepEnding">It is somebody else's.</exception>
    public static ContainerSeen? Find(ComposeSpec spec, ProjectNow now, string id)
    {
        if (now.Find(id) is not { } container)
            return null;
        var adoption = ProjectClaim.AdoptedBy(spec.Ownership, now.Project, now.Adoption);
        if (OwnContainer.Of(container, spec.Ownership, adoption) is not null)
            return container;
        var isByHand = container is { Mark: null, OneOff: false } && spec.Rendered?.Services.ContainsKey(container.Service) == true;
        return isByHand ? container : throw new StepEnding($"{container.Name} was not touched: it is not ours");
    }
}
