using Plumb.Server.Publishers;
using Plumb.Server.Stacks;

namespace Plumb.Server.Fleet;

/// <summary>Whether an agent should run a stack: a pure function of present facts, never of what happened first or was reported.</summary>
internal static class Responsibility
{
    public static bool Holds(Agent agent, Stack stack) =>
        stack.Deletion is null
        && Serves(agent, stack.Publisher)
        && agent.Drivers.Contains(stack.Driver, StringComparer.Ordinal)
        && (IsTargeted(agent, stack) || SharesLabel(agent, stack) || SharesAnnotation(agent, stack) || IsSelected(agent, stack));

    /// <summary>Consent: every agent serves <c>system</c>, and any other publisher only once it subscribed.</summary>
    public static bool Serves(Agent agent, Publisher publisher) =>
        publisher.Kind == Publisher.SystemKind || agent.Subscriptions.Contains(publisher.Id);

    private static bool IsTargeted(Agent agent, Stack stack) =>
        agent.Targets.Contains(stack.Id) || stack.Publisher.Spec?.Agent == agent.Name;

    private static bool SharesLabel(Agent agent, Stack stack) =>
        stack.Labels.Any(label => agent.Labels.Contains(label, StringComparer.Ordinal));

    private static bool SharesAnnotation(Agent agent, Stack stack) =>
        stack.Annotations.Any(pair => agent.Annotations.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static bool IsSelected(Agent agent, Stack stack) =>
        stack.Selector is { } text && Selector.TryParse(text, out var selector, out _) && selector.Matches(agent.Labels, agent.Annotations);
}
