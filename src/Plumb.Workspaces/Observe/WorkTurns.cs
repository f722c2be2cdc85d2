using Plumb.Kernel;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Observe;

/// <summary>Whose uncommitted work a sweep looks at: one task of each project, in turn.</summary>
internal sealed class WorkTurns
{
    private readonly Lock turn = new();
    private readonly Dictionary<string, ObjectId> last = new(StringComparer.Ordinal);

    /// <summary>The one after the last one, by id; null: there is none.</summary>
    public WorkspaceSpec? Next(IEnumerable<WorkspaceSpec> project)
    {
        var all = project.OrderBy(it => it.Id).ToList();
        if (all.Count == 0)
            return null;
        lock (turn)
        {
            var next = last.TryGetValue(all[0].Project.Name, out var before) ? all.Find(it => it.Id > before) ?? all[0] : all[0];
            last[next.Project.Name] = next.Id;
            return next;
        }
    }
}
