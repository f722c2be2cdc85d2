using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Json;
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
        agents.MapGet("/{agent}/breakers", (string agent, AgentTable table, AgentViews views) => views.Worlds(Known(table, agent).Id))
            .Needs(Access.Read).WithSummary("Where each of its circuit breakers stands.");
        agents.MapPost("/{agent}/breakers/{world}/open", (string agent, string world, HttpContext context, AgentTable table, StoreWriter writer, AgentViews views, CancellationToken cancellation) =>
            SetAsync(Known(table, agent), RouteNames.Decode(world), open: true, context.Actor(), writer, views, cancellation))
            .Needs(Access.Operate).Produces<WorldView>(202).WithSummary("No step of this world runs until it is reset.");
        agents.MapPost("/{agent}/breakers/{world}/reset", (string agent, string world, HttpContext context, AgentTable table, StoreWriter writer, AgentViews views, CancellationToken cancellation) =>
            SetAsync(Known(table, agent), RouteNames.Decode(world), open: false, context.Actor(), writer, views, cancellation))
            .Needs(Access.Operate).Produces<WorldView>(202).WithSummary("Close it and forget its failures.");
    }

    private static AgentRow Known(AgentTable agents, string agent) => agents.Find(RouteNames.Decode(agent))
        ?? throw new ProblemException(ProblemCodes.AgentUnknown, $"There is no agent '{RouteNames.Decode(agent)}'.");

    private static async Task<Page<AgentView>> List(int? limit, string? after, string? label, AgentViews views, CancellationToken cancellation)
    {
        var most = Paging.Limit(limit);
        Selector? selector = null;
        if (label is not null && !Selector.TryParse(label, out selector, out var problem))
        {
            throw new ProblemException(ProblemCodes.QueryInvalid, $"label={label}: {problem}");
        }

        return Paging.Of(await views.ListAsync(after, selector, most + 1, cancellation), most, view => view.Name);
    }

    private static ValueTask<AgentView> Get(string agent, AgentTable table, AgentViews views, CancellationToken cancellation) => views.OneAsync(Known(table, agent), cancellation);

    private static async Task<IResult> SetAsync(AgentRow agent, string world, bool open, Actor actor, StoreWriter writer, AgentViews views, CancellationToken cancellation)
    {
        var view = views.Worlds(agent.Id).FirstOrDefault(w => w.World == world)
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
                scope.ChangeAgent(agent.Id);
                scope.Note(actor, open ? "breaker.open" : "breaker.reset", $"{agent.Name} {world}");
            },
            cancellation);
        return TypedResults.Json(view, PlumbJson.Default.WorldView, statusCode: StatusCodes.Status202Accepted);
    }
}
