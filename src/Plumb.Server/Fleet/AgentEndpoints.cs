using System.Collections.Frozen;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Agents, and their circuit breakers.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        var agents = routes.MapGroup("/api/v1/agents").WithTags("agents");
        agents.MapGet("", List).Needs(Access.Read).WithSummary("All agents, by name.");
        agents.MapGet("/{agent}", Get).Needs(Access.Read).WithSummary("One agent, by id or name.");
        agents.MapGet("/{agent}/breakers", (string agent, AgentTable table, Database database) => Worlds(database, Known(table, agent).Id))
            .Needs(Access.Read).WithSummary("Where each of its circuit breakers stands.");
        agents.MapPost("/{agent}/breakers/{world}/open", (string agent, string world, HttpContext context, AgentTable table, StoreWriter writer, Database database, CancellationToken cancellation) =>
            SetAsync(Known(table, agent), RouteNames.Decode(world), open: true, context.Actor(), writer, database, cancellation))
            .Needs(Access.Operate).Produces<WorldView>(202).WithSummary("No step of this world runs until it is reset.");
        agents.MapPost("/{agent}/breakers/{world}/reset", (string agent, string world, HttpContext context, AgentTable table, StoreWriter writer, Database database, CancellationToken cancellation) =>
            SetAsync(Known(table, agent), RouteNames.Decode(world), open: false, context.Actor(), writer, database, cancellation))
            .Needs(Access.Operate).Produces<WorldView>(202).WithSummary("Close it and forget its failures.");
    }

    private static AgentRow Known(AgentTable agents, string agent) => agents.Find(RouteNames.Decode(agent))
        ?? throw new ProblemException(ProblemCodes.AgentUnknown, $"There is no agent '{RouteNames.Decode(agent)}'.");

    private static Page<AgentView> List(int? limit, string? after, string? label, AgentTable table, Presence presence, Database database)
    {
        var most = Paging.Limit(limit);
        Selector? selector = null;
        if (label is not null && !Selector.TryParse(label, out selector, out var problem))
        {
            throw new ProblemException(ProblemCodes.QueryInvalid, $"label={label}: {problem}");
        }

        var read = table.All.Where(row => after is null || string.CompareOrdinal(row.Name, after) > 0)
            .Select(row => row.ToAgent(FrozenSet<string>.Empty, FrozenSet<string>.Empty))
            .Where(agent => selector is null || selector.Matches(agent.Labels, agent.Annotations))
            .Take(most + 1).Select(agent => View(agent, presence, database)).ToList();
        return Paging.Of(read, most, view => view.Name);
    }

    private static AgentView Get(string agent, AgentTable table, Presence presence, Database database) =>
        View(Known(table, agent).ToAgent(FrozenSet<string>.Empty, FrozenSet<string>.Empty), presence, database);

    private static AgentView View(Agent agent, Presence presence, Database database) => new()
    {
        Id = agent.Id,
        Name = agent.Name,
        Instance = agent.Instance,
        Version = agent.Version,
        Status = presence.StatusOf(agent.Id),
        LastSeen = presence.LastSeen(agent.Id),
        Drivers = agent.Drivers,
        Labels = agent.Labels,
        Annotations = agent.Annotations,
        Worlds = Worlds(database, agent.Id),
    };

    private static IReadOnlyList<WorldView> Worlds(Database database, string agentId)
    {
        using var connection = database.OpenReader();
        return [.. connection.Query<string>("select body from world where agent_id = @agentId order by name", new { agentId }).Select(WorldTable.Parse)];
    }

    private static async Task<IResult> SetAsync(AgentRow agent, string world, bool open, Actor actor, StoreWriter writer, Database database, CancellationToken cancellation)
    {
        var view = Worlds(database, agent.Id).FirstOrDefault(w => w.World == world)
            ?? throw new ProblemException(ProblemCodes.WorldUnknown, $"Agent {agent.Name} has no world '{world}'.");
        await writer.WriteAsync(
            scope =>
            {
                scope.Execute(
                    """
                    insert into breaker_request (id, agent_id, world, open, asked_by, asked_at) values (@id, @AgentId, @world, @open, @Name, @now)
                    on conflict (agent_id, world) do update set id = excluded.id, open = excluded.open, asked_by = excluded.asked_by, asked_at = excluded.asked_at
                    """,
                    new { id = scope.NewId(), AgentId = agent.Id, world, open = open ? 1 : 0, actor.Name, now = scope.Now.ToStored() });
                scope.ChangeFacts();
                scope.Note(actor, open ? "breaker.open" : "breaker.reset", $"{agent.Name} {world}");
            },
            cancellation);
        return TypedResults.Json(view, statusCode: StatusCodes.Status202Accepted);
    }
}
