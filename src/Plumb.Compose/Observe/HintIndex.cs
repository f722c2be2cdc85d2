using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;
using Plumb.Kernel;

namespace Plumb.Compose.Observe;

/// <summary>Which objects a project, a container, a network or a volume belongs to, as of the last look at everything. Immutable.</summary>
internal sealed class HintIndex
{
    private readonly ILookup<string, ObjectId> _byProject;
    private readonly Dictionary<string, string> _projectOf;
    private readonly ILookup<string, ObjectId> _byResource;

    public HintIndex(IReadOnlyCollection<Wanted> stacks, IReadOnlyCollection<ContainerItem> items)
    {
        _byProject = stacks.ToLookup(s => s.Project, s => s.Id, StringComparer.Ordinal);
        _projectOf = items.ToDictionary(i => i.Id, i => i.Label(Labels.Project), StringComparer.Ordinal);
        _byResource = stacks
            .Where(s => s.Spec?.Rendered is not null)
            .SelectMany(s => s.Spec!.Rendered!.Networks.Keys.Concat(s.Spec.Rendered.Volumes.Keys).Select(name => (name, s.Id)))
            .ToLookup(p => p.name, p => p.Id, StringComparer.Ordinal);
    }

    public static HintIndex Empty { get; } = new([], []);

    public IEnumerable<ObjectId> OfProject(string project) => _byProject[project];

    public IEnumerable<ObjectId> OfContainer(string id) => _projectOf.TryGetValue(id, out var project) ? _byProject[project] : [];

    public IEnumerable<ObjectId> OfResource(string name) => _byResource[name];
}
