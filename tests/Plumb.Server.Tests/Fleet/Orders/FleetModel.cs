using System.Collections.Immutable;

namespace Plumb.Server.Tests.Fleet.Orders;

/// <summary>The facts so far, and which stack an agent should run by them: written from fleet.md alone, sharing no code with the control plane.</summary>
/// <remarks>It has no history: what happened first, what was polled and what was reported cannot matter to it.</remarks>
internal sealed record FleetModel
{
    public ImmutableSortedDictionary<string, ModelStack> Stacks { get; init; } = ImmutableSortedDictionary.Create<string, ModelStack>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, ModelAgent> Agents { get; init; } = ImmutableSortedDictionary.Create<string, ModelAgent>(StringComparer.Ordinal);

    /// <summary>(agent, stack).</summary>
    public ImmutableHashSet<(string Agent, string Stack)> Targets { get; init; } = [];

    /// <returns>(stack, sequence) of all that it should run, by name; null: it has not come yet, and nothing is said to it.</returns>
    public IReadOnlyList<(string Stack, long Sequence)>? Expected(string agentName)
    {
        if (!Agents.TryGetValue(agentName, out var agent) || !agent.HasCome)
        {
            return null;
        }

        return
        [
            .. from pair in Stacks
               let stack = pair.Value
               where stack.Sequence is not null
               where stack.Publisher == "system" || agent.Subscriptions.Contains(stack.Publisher)
               where Targets.Contains((agentName, pair.Key))
                   || stack.Labels.Overlaps(agent.Labels)
                   || stack.Annotations.Any(annotation => agent.Annotations.TryGetValue(annotation.Key, out var value) && value == annotation.Value)
                   || (stack.Selector is { } selector && Matches(selector, agent))
               select (pair.Key, stack.Sequence!.Value),
        ];
    }

    /// <summary>The few selectors that these tests use, each by what it means.</summary>
    public static IReadOnlyList<string> Selectors { get; } = ["gpu", "!gpu", "zone=a", "zone!=a", "zone in (a,b),gpu"];

    private static bool Matches(string selector, ModelAgent agent)
    {
        var gpu = agent.Labels.Contains("gpu") || agent.Annotations.ContainsKey("gpu");
        var zone = agent.Annotations.GetValueOrDefault("zone") ?? (agent.Labels.Contains("zone") ? "" : null);
        return selector switch
        {
            "gpu" => gpu,
            "!gpu" => !gpu,
            "zone=a" => zone == "a",
            "zone!=a" => zone != "a",
            "zone in (a,b),gpu" => zone is "a" or "b" && gpu,
            _ => throw new InvalidOperationException($"The model does not know the selector {selector}."),
        };
    }
}

internal sealed record ModelStack(string Publisher)
{
    /// <summary>Of the newest object; null: none was published.</summary>
    public long? Sequence { get; init; }

    public ImmutableHashSet<string> Labels { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public string? Selector { get; init; }
}

internal sealed record ModelAgent
{
    /// <summary>It has opened a session: what it offers is known.</summary>
    public bool HasCome { get; init; }

    public ImmutableHashSet<string> Subscriptions { get; init; } = [];

    public ImmutableHashSet<string> Labels { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
