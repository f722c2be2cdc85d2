using System.Globalization;
using Plumb.Cli.Kinds;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Json;
using Plumb.Contracts.Sources;

namespace Plumb.Cli.Verbs;

/// <summary>Why a source or an agent is as it is, in words, out of what the control plane tells of it.</summary>
internal static class Explanations
{
    public static IEnumerable<string> Of(SourceView source, DateTimeOffset now)
    {
        var (spec, refresh) = (source.Spec, source.Refresh);
        var last = refresh.Revision is null ? null : $"{refresh.Ref ?? spec.Revision} at {StackKind.Short(refresh.Revision)} ({refresh.CommitMessage})";
        yield return refresh switch
        {
            { Status: "failed" } => $"Source {source.Name} cannot be read: {refresh.Error}",
            { Status: "refreshing" or "queued" } => $"Source {source.Name} is about to be read.",
            { Status: null } => $"Source {source.Name} was not read yet.",
            _ => $"Source {source.Name} is as its repository has it: {last}, read {Age.Of(refresh.RefreshedAt, now)} ago.",
        };
        yield return "";
        yield return $"What should be:        {spec.Revision} of {spec.Repository}, directory {spec.Directory}, asked for every {Duration.Format(spec.Poll)}.";
        yield return $"What is:               {last ?? "nothing was read yet"}.";
        yield return $"Stacks of it:          {source.Stacks.ToString(CultureInfo.InvariantCulture)}.";
        if (refresh.Status == "failed")
        {
            yield return $"What is done:          {(last is null ? "it is tried again at every poll." : "what was read last is kept true, and it is tried again at every poll.")}";
        }
    }

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
        yield return $"Labels, annotations:   {(agent.Labels.Count + agent.Annotations.Count == 0 ? "none" : string.Join(", ", agent.Labels.Concat(agent.Annotations.Select(pair => $"{pair.Key}={pair.Value}"))))}.";
    }
}
