using Plumb.Compose.Layout;
using Plumb.Compose.Model;
using Plumb.Kernel;

namespace Plumb.Compose.Observe;

/// <summary>A list of all projects' containers, and which stacks are in it.</summary>
internal sealed class WorldRows
{
    private readonly ILookup<string, WatchedRow> _byProject;
    private readonly Dictionary<Ownership, List<string>> _projectsOf = [];

    public WorldRows(IReadOnlyList<WatchedRow> rows, string instance)
    {
        _byProject = rows.ToLookup(r => r.Item.Label(Labels.Project), StringComparer.Ordinal);
        foreach (var item in rows.Select(row => row.Item))
        {
            if (item.Label(Labels.Instance) != instance)
            {
                continue;
            }

            var owner = new Ownership(instance, item.Label(Labels.Scope), item.Label(Labels.Stack));
            if (!_projectsOf.TryGetValue(owner, out var projects))
            {
                _projectsOf[owner] = projects = [];
            }

            if (!projects.Contains(item.Label(Labels.Project)))
            {
                projects.Add(item.Label(Labels.Project));
            }
        }
    }

    public IEnumerable<WatchedRow> Of(string project) => _byProject[project];

    /// <summary>Every stack to tell of: desired, departed, and those that only their labels tell of.</summary>
    public IEnumerable<Wanted> Stacks(IEnumerable<ComposeSpec> desired, IReadOnlyDictionary<ObjectId, DepartedStack> departed, StackLayout layout, AdoptionStore adoptions)
    {
        var told = new HashSet<(Ownership, string)>();
        foreach (var spec in desired)
        {
            told.Add((spec.Ownership, spec.Project));
            yield return Wanted.Of(spec);
        }

        foreach (var stack in departed.Values)
        {
            var project = ProjectOf(stack, layout, adoptions);
            if (project is null || stack.Terms.KeepRunning)
            {
                told.UnionWith(_projectsOf.GetValueOrDefault(stack.Ownership, []).Select(p => (stack.Ownership, p)));
                continue;
            }

            // Under one id only: what is in a further project of the same stack comes as an orphan.
            if (told.Add((stack.Ownership, project)))
            {
                yield return new Wanted(stack.Id, project, stack.Ownership, Spec: null, stack.Terms);
            }
        }

        foreach (var (owner, projects) in _projectsOf)
        {
            foreach (var project in projects.Where(p => !told.Contains((owner, p))))
            {
                yield return new Wanted(OrphanId.Of(owner, project), project, owner, Spec: null, Removal: null);
            }
        }
    }

    /// <summary>Where a stack that goes is: where its containers are, else what was adopted for it, else what its content was written for.</summary>
    private string? ProjectOf(DepartedStack stack, StackLayout layout, AdoptionStore adoptions) =>
        _projectsOf.TryGetValue(stack.Ownership, out var projects) ? projects[0]
        : adoptions.All.FirstOrDefault(a => a.Ownership == stack.Ownership)?.Project
        ?? layout.ProjectOf(stack.Ownership.Scope, stack.Ownership.StackPath);
}
