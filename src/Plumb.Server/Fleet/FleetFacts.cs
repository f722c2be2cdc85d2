using Plumb.Contracts.Targets;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;

namespace Plumb.Server.Fleet;

/// <summary>All that target states are computed from, as of one moment of the store.</summary>
/// <param name="Revision">Counter <c>facts</c>: grows with every change of any of these.</param>
internal sealed record FleetFacts(
    long Revision,
    IReadOnlyDictionary<string, Publisher> Publishers,
    IReadOnlyDictionary<string, Stack> Stacks,
    IReadOnlyDictionary<string, Agent> Agents,
    ILookup<string, BreakerRequest> Breakers,
    ILookup<string, RemovalAcknowledgement> Removals)
{
    /// <summary>Deletion markers that an agent has not confirmed, by agent.</summary>
    public ILookup<string, DeletionMarker> Deletions { get; init; } = Array.Empty<DeletionMarker>().ToLookup(_ => "", StringComparer.Ordinal);

    public Agent? AgentNamed(string nameOrId) =>
        Agents.GetValueOrDefault(nameOrId) ?? Agents.Values.FirstOrDefault(agent => agent.Name == nameOrId);

    /// <summary>The agents that should run a stack, by name.</summary>
    public IEnumerable<Agent> ResponsibleFor(Stack stack) =>
        Agents.Values.Where(agent => Responsibility.Holds(agent, stack)).OrderBy(agent => agent.Name, StringComparer.Ordinal);
}
