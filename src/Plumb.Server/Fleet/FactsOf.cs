using System.Collections.Immutable;

namespace Plumb.Server.Fleet;

/// <summary>The stacks and agents, by id, whose facts are meant.</summary>
internal sealed record FactsOf(IReadOnlySet<string> Stacks, IReadOnlySet<string> Agents)
{
    /// <summary>Beyond that it is cheaper to read everything.</summary>
    public const int Most = 500;

    public static FactsOf None { get; } = new(ImmutableHashSet<string>.Empty, ImmutableHashSet<string>.Empty);

    public bool IsEmpty => Stacks.Count + Agents.Count == 0;

    public bool IsMany => Stacks.Count + Agents.Count > Most;

    /// <summary>
    /// Agents whose target state may be another one, from these facts to those: whose own facts changed, and who ran one of the stacks or runs it now.
    /// </summary>
    public IReadOnlySet<string> Concerns(FleetFacts before, FleetFacts after)
    {
        var agents = new HashSet<string>(Agents, StringComparer.Ordinal);
        foreach (var id in Stacks)
        {
            foreach (var facts in (FleetFacts[])[before, after])
            {
                if (facts.Stacks.TryGetValue(id, out var stack))
                {
                    agents.UnionWith(facts.ResponsibleFor(stack).Select(agent => agent.Id));
                }
            }
        }

        return agents;
    }
}
