using Plumb.Compose.Model;

namespace Plumb.Compose.Execute;

/// <summary>A project's containers right now: read again before every change, because the look that led to it is older.</summary>
internal sealed record ProjectNow(string Project, IReadOnlyList<ContainerSeen> Containers, AdoptionRecord? Adoption)
{
    /// <summary>Containers of a service, without those of <c>compose run</c>.</summary>
    public IEnumerable<ContainerSeen> Of(string service) => Containers.Where(it => !it.OneOff && it.Service == service);

    public ContainerSeen? Find(string id) => Containers.FirstOrDefault(it => it.Id == id);
}
