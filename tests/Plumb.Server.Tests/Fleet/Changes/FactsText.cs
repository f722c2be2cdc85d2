using System.Text.Json;
using Plumb.Server.Fleet;

namespace Plumb.Server.Tests.Fleet.Changes;

/// <summary>All facts written out, a line each, so that two of them can be compared.</summary>
internal static class FactsText
{
    public static IReadOnlyList<string> Of(FleetFacts facts) =>
    [
        .. facts.Publishers.Values.OrderBy(publisher => publisher.Id, StringComparer.Ordinal).Select(publisher => $"publisher {publisher}"),
        .. facts.Stacks.Values.OrderBy(stack => stack.Id, StringComparer.Ordinal).Select(stack => $"stack {JsonSerializer.Serialize(stack)}"),
        .. facts.Agents.Values.OrderBy(agent => agent.Id, StringComparer.Ordinal).Select(agent =>
            $"agent {JsonSerializer.Serialize(agent with { Targets = agent.Targets.Order(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal), Subscriptions = agent.Subscriptions.Order(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal) })}"),
        .. facts.Errands.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"errands {pair.Key} {JsonSerializer.Serialize(pair.Value)}"),

        // By the index, and that is by every pair.
        .. facts.Agents.Values.OrderBy(agent => agent.Id, StringComparer.Ordinal).Select(agent => $"{agent.Id} holds {string.Join(' ', facts.HeldBy(agent).Select(stack => stack.Id).Order(StringComparer.Ordinal))}"),
        .. facts.Stacks.Values.OrderBy(stack => stack.Id, StringComparer.Ordinal).Select(stack => $"{stack.Id} is held by {string.Join(' ', facts.ResponsibleFor(stack).Select(agent => agent.Id).Order(StringComparer.Ordinal))}"),
    ];

    /// <summary>What <see cref="FleetFacts.HeldBy"/> says, without an index.</summary>
    public static IReadOnlyList<string> Held(FleetFacts facts) =>
    [
        .. from agent in facts.Agents.Values
           from stack in facts.Stacks.Values
           where Responsibility.Holds(agent, stack)
           let pair = $"{agent.Id} {stack.Id}"
           orderby pair
           select pair,
    ];
}
