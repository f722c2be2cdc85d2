using Plumb.Contracts.Agents;
using Plumb.Kernel.Failures;

namespace Plumb.Agent.Reporting;

/// <summary>How the agent's worlds stand.</summary>
internal sealed class WorldBook(string swept, IEnumerable<WorldMemory> remembered)
{
    private readonly Dictionary<string, WorldMemory> breakers = remembered.ToDictionary(m => m.World, StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private bool looked;
    private string? whyNot;

    public void Reachable(string? why)
    {
        if (looked && whyNot == why)
            return;
        (looked, whyNot) = (true, why);
        changed.Add(swept);
    }

    public void Breaker(WorldMemory memory)
    {
        breakers[memory.World] = memory;
        changed.Add(memory.World);
    }

    public void Handled(string world) => changed.Add(world);

    /// <summary>Everything is to be said again.</summary>
    public void All() => changed.UnionWith([.. breakers.Keys, .. looked ? [swept] : Array.Empty<string>()]);

    /// <summary>What changed since the last call.</summary>
    public IReadOnlyList<WorldView> Take()
    {
        if (changed.Count == 0)
            return [];
        List<WorldView> views = [.. changed.Order(StringComparer.Ordinal).Select(View)];
        changed.Clear();
        return views;
    }

    private WorldView View(string world)
    {
        var why = world == swept ? whyNot : null;
        return breakers.TryGetValue(world, out var memory)
            ? Views.Of(memory, why)
            : new WorldView(world, why, "closed", BreakerSince: null, BreakerTryAt: null, OpenedBy: null);
    }
}
