using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Agents;

namespace Plumb.Cli.Kinds;

internal static class AgentKind
{
    public static Kind<AgentView> Kind { get; } = new("agent", "agents", () => ClientJson.Reading.PageAgentView, () => ClientJson.Reading.AgentView, a => a.Name,
    [
        new("NAME", (a, _) => a.Name),
        new("STATUS", (a, _) => new(a.Status, a.Status == "Ready" ? Tone.Good : Tone.Bad)),
        new("WORLDS", (a, _) => string.Join(',', a.Worlds.Select(Word))),
        new("VERSION", (a, _) => a.Version),
        new("SEEN", (a, now) => Age.Of(a.LastSeen, now)),
        new("INSTANCE", (a, _) => a.Instance, Wide: true),
        new("DRIVERS", (a, _) => string.Join(',', a.Drivers), Wide: true),
        new("LABELS", (a, _) => string.Join(',', a.Labels), Wide: true),
        new("ANNOTATIONS", (a, _) => string.Join(',', a.Annotations.Select(p => $"{p.Key}={p.Value}")), Wide: true),
        new("STRAYS", (a, _) => new(string.Join(',', a.Strays), a.Strays.Count == 0 ? Tone.Plain : Tone.Bad), Wide: true),
    ])
    {
        HasLabels = true,
    };

    private static string Word(WorldView world) =>
        world.WhyUnreachable is not null ? $"{world.World}(unreachable)"
        : world.Breaker == "closed" ? world.World
        : $"{world.World}(breaker {world.Breaker})";
}
