using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Cli.Client;
using Plumb.Cli.Output;

namespace Plumb.Cli.Kinds;

/// <summary>What ties agents to something: the API tells it of each agent, in the field of this kind's name.</summary>
/// <param name="other">What it ties an agent to.</param>
internal sealed class TieKind(string singular, string plural, string other) : Kind(singular, plural)
{
    public static TieKind Targets { get; } = new("target", "targets", "stack");

    public static TieKind Subscriptions { get; } = new("subscription", "subscriptions", "publisher");

    public override IReadOnlyList<string> Titles(bool wide) => ["AGENT", other.ToUpperInvariant()];

    public override async Task<IReadOnlyList<Listed>> ListAsync(ApiClient api, Narrowing narrowing, bool wide, TimeProvider time, CancellationToken cancellation)
    {
        var agents = await AgentKind.Kind.ListAsync(api, new(), wide, time, cancellation);
        return [.. agents.SelectMany(Ties).Take(narrowing.Limit ?? int.MaxValue)];
    }

    /// <param name="name">As the list has it: <c>AGENT/OTHER</c>.</param>
    public override async Task<Listed> OneAsync(ApiClient api, string name, bool wide, TimeProvider time, CancellationToken cancellation) =>
        (await ListAsync(api, new(), wide, time, cancellation)).FirstOrDefault(row => row.Name == name)
        ?? throw new CommandException($"read {Singular} '{name}'", $"there is no such {Singular}", $"'plumb get {Plural} -o name' lists them.");

    private IEnumerable<Listed> Ties(Listed agent)
    {
        // An older control plane may not tell it.
        if (!agent.Raw.TryGetProperty(Plural, out var ties) || ties.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var tie in ties.EnumerateArray().Select(tie => tie.GetString()!))
        {
            var raw = new JsonObject { ["agent"] = agent.Name, [other] = tie }.ToElement();
            yield return new($"{agent.Name}/{tie}", raw, [new Cell(agent.Name), new Cell(tie)]);
        }
    }
}
