using Plumb.Compose.Model;
using Plumb.Kernel;

namespace Plumb.Agent.Desired;

/// <summary>What only all stacks together tell: who else wants a project's name, and which object a path names.</summary>
internal static class StackSet
{
    /// <summary>The same specs with rivals and dependencies filled in. Pure, and independent of the order.</summary>
    public static IEnumerable<ComposeSpec> Connect(IReadOnlyCollection<ComposeSpec> specs)
    {
        var byProject = specs.ToLookup(s => s.Project, StringComparer.Ordinal);
        var byPath = specs.DistinctBy(s => (s.Ownership.Scope, s.Ownership.StackPath)).ToDictionary(s => (s.Ownership.Scope, s.Ownership.StackPath), s => s.Id);
        return specs.Select(spec => spec with
        {
            ProjectRivals = [.. byProject[spec.Project].Where(s => s.Id != spec.Id).Select(s => s.Target.Name).Order(StringComparer.Ordinal)],
            // A path that names no stack stays in the list by its name: the stack waits, and says for what.
            DependsOn = [.. spec.Target.Settings.DependsOn.Select(
                path => byPath.TryGetValue((spec.Ownership.Scope, path), out var id) ? id : new ObjectId($"{spec.Ownership.Scope}:{path}"))],
        });
    }
}
