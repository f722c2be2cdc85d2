using Dapper;
using Plumb.Contracts.Agents;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Agents as people see them.</summary>
internal sealed class AgentViews(FactsCache facts, AgentTable agents, Presence presence, Database database)
{
    public async ValueTask<AgentView> OneAsync(AgentRow row, CancellationToken cancellation)
    {
        var now = await facts.GetAsync(cancellation);
        return View(now, now.Agents.GetValueOrDefault(row.Id) ?? row.ToAgent(AgentTies.None));
    }

    /// <summary>By name.</summary>
    /// <param name="after">Only those behind this name; null: from the first.</param>
    /// <param name="selector">Only those that it matches; null: all.</param>
    /// <param name="most">At most so many.</param>
    public async ValueTask<IReadOnlyList<AgentView>> ListAsync(string? after, Selector? selector, int most, CancellationToken cancellation)
    {
        var now = await facts.GetAsync(cancellation);
        return [.. now.Agents.Values.OrderBy(agent => agent.Name, StringComparer.Ordinal)
            .Where(agent => after is null || string.CompareOrdinal(agent.Name, after) > 0)
            .Where(agent => selector is null || selector.Matches(agent.Labels, agent.Annotations))
            .Take(most).Select(agent => View(now, agent))];
    }

    public IReadOnlyList<WorldView> Worlds(string agentId)
    {
        using var connection = database.OpenReader();
        return [.. connection.Query<string>("select body from world where agent_id = @agentId order by name", new { agentId }).Select(WorldTable.Parse)];
    }

    private IReadOnlyList<string> Strays(string agentId)
    {
        using var connection = database.OpenReader();
        return Stacks.Acknowledging.StrayRemovals.Names(connection, agentId);
    }

    private AgentView View(FleetFacts now, Agent agent) => new()
    {
        Id = agent.Id,
        Name = agent.Name,
        Instance = agents.Named(agent.Name)?.Instance,
        Version = agents.Named(agent.Name)?.Version,
        Status = presence.StatusOf(agent.Id),
        LastSeen = presence.LastSeen(agent.Id),
        Drivers = agent.Drivers,
        Labels = agent.Labels,
        Annotations = agent.Annotations,
        Own = agent.Own,
        Subscriptions = [.. agent.Subscriptions.Select(id => now.Publishers.GetValueOrDefault(id)?.Name).OfType<string>().Order(StringComparer.Ordinal)],
        Targets = [.. agent.Targets.Select(id => now.Stacks.GetValueOrDefault(id)?.DisplayName).OfType<string>().Order(StringComparer.Ordinal)],
        Strays = Strays(agent.Id),
        Worlds = Worlds(agent.Id),
    };
}
