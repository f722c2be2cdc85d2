using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Decisions;

/// <summary>The record of what was done and why.</summary>
internal static class DecisionEndpoints
{
    public static void MapDecisions(this IEndpointRouteBuilder routes)
    {
        var decisions = routes.MapGroup("/api/v1/decisions").WithTags("decisions");
        decisions.MapGet("", List).Needs(Access.Read).WithSummary("Newest first; of one stack with ?stack=.");
        decisions.MapGet("/{id}", One).Needs(Access.Read).WithSummary("One decision.");
    }

    /// <param name="database">The store.</param>
    /// <param name="board">Names stacks.</param>
    /// <param name="stackId">Of this stack; null: of all.</param>
    /// <param name="after">Older than the decision of this id; null: from the newest.</param>
    /// <param name="limit">At most so many.</param>
    public static IReadOnlyList<DecisionView> Read(Database database, StackBoard board, string? stackId, string? after, int limit)
    {
        using var connection = database.OpenReader();
        var bodies = connection.Query<string>(
            """
            select body from decision d where (@stackId is null or stack_id = @stackId)
              and (@after is null or exists (select 1 from decision a where a.id = @after and (d.started < a.started or (d.started = a.started and d.id < a.id))))
            order by started desc, id desc limit @limit
            """,
            new { stackId, after, limit });
        return [.. bodies.Select(body => View(body, board))];
    }

    private static DecisionView View(string body, StackBoard board)
    {
        var decision = JsonSerializer.Deserialize(body, PlumbJson.Default.DecisionView)!;
        return decision with { Stack = board.Page.ById.GetValueOrDefault(decision.StackId)?.View.Name ?? decision.Stack };
    }

    private static DecisionView One(string id, Database database, StackBoard board)
    {
        using var connection = database.OpenReader();
        return connection.QuerySingleOrDefault<string>("select body from decision where id = @id", new { id }) is { } body ? View(body, board)
            : throw new ProblemException(ProblemCodes.DecisionUnknown, $"There is no decision '{id}'.");
    }

    private static Page<DecisionView> List(string? stack, int? limit, string? after, Database database, StackBoard board)
    {
        var most = Paging.Limit(limit);
        var stackId = stack is null ? null : board.Known(stack).View.Id;
        return Paging.Of(Read(database, board, stackId, after, most + 1), most, decision => decision.Id);
    }
}
