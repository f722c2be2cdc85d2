using Plumb.Cli.Kinds;
using Plumb.Contracts.Agents;

namespace Plumb.Cli.Explaining;

/// <summary>Why an agent is as it is, out of what the control plane tells of it.</summary>
internal static class AgentExplanation
{
    public static IEnumerable<string> Of(AgentView agent, DateTimeOffset now)
    {
        yield return agent.Status switch
        {
            "Ready" => $"Agent {agent.Name} is ready: heard of {Age.Of(agent.LastSeen, now)} ago.",
            "Unreachable" => $"Agent {agent.Name} was last heard of {Age.Of(agent.LastSeen, now)} ago. It goes on with what it knew last; see its machine, and its log.",
            _ => $"Agent {agent.Name} was never heard of: start it there with 'plumb agent --name {agent.Name}'.",
        };
        yield return "";
        foreach (var world in agent.Worlds)
        {
            yield return world.WhyUnreachable is { } why ? $"{world.World}: cannot be seen: {why.TrimEnd('.')}. Nothing is done there until it can."
                : world.Breaker == "closed" ? $"{world.World}: is seen, and steps run."
                : $"{world.World}: its breaker is {world.Breaker} by {world.OpenedBy ?? "failures"} since {Age.Of(world.BreakerSince, now)}, so no step runs{(world.BreakerTryAt is { } at ? $" until one is tried in {Age.Of(at - now)}" : "")}. 'plumb breaker reset {world.World}' closes it.";
        }

        yield return $"Serves publishers:     {string.Join(", ", agent.Subscriptions.Prepend("system"))}.";
        yield return $"Is tied to stacks:     {(agent.Targets.Count == 0 ? "none" : string.Join(", ", agent.Targets))}.";
        if (agent.Strays.Count > 0)
            yield return $"Holds, unknown here:   {string.Join(", ", agent.Strays)}. 'plumb ack --removals' lets them go.";
        yield return $"Labels, annotations:   {(agent.Labels.Count + agent.Annotations.Count == 0 ? "none" : string.Join(", ", agent.Labels.Concat(agent.Annotations.Select(pair => $"{pair.Key}={pair.Value}"))))}.";
    }
}
