using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Alerts;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Alerts;

/// <summary>Alerts, newest first.</summary>
internal static class AlertEndpoints
{
    private sealed record Row
    {
        public required string Id { get; init; }

        public required string Key { get; init; }

        public string? StackId { get; init; }

        public string? Agent { get; init; }

        public required string State { get; init; }

        public required string Severity { get; init; }

        public required string Summary { get; init; }

        public long FiredAt { get; init; }

        public long? ResolvedAt { get; init; }
    }

    private const string Columns = """
        d.id as Id, d.key as Key, d.stack_id as StackId, a.name as Agent, d.state as State, d.severity as Severity, d.summary as Summary,
        d.fired_at as FiredAt, d.resolved_at as ResolvedAt
        """;

    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/api/v1/alerts").WithTags("alerts");
        alerts.MapGet("", List).Needs(Access.Read).WithSummary("Newest first; only ?state=firing or resolved.");
        alerts.MapGet("/{id}", One).Needs(Access.Read).WithSummary("One alert.");
    }

    private static AlertView One(string id, Database database, StackBoard board)
    {
        using var connection = database.OpenReader();
        return connection.QuerySingleOrDefault<Row>($"select {Columns} from alert d left join agent a on a.id = d.agent_id where d.id = @id", new { id }) is { } row ? View(row, board)
            : throw new ProblemException(ProblemCodes.AlertUnknown, $"There is no alert '{id}'.");
    }

    private static AlertView View(Row row, StackBoard board) => new(
        row.Id, row.Key, row.StackId, row.StackId is null ? null : board.Page.ById.GetValueOrDefault(row.StackId)?.View.Name, row.Agent, row.State, row.Severity,
        row.Summary, UnixTime.FromStored(row.FiredAt), UnixTime.FromStored(row.ResolvedAt));

    private static Page<AlertView> List(string? state, int? limit, string? after, Database database, StackBoard board)
    {
        var most = Paging.Limit(limit);
        if (state is not (null or "firing" or "resolved"))
        {
            throw new ProblemException(ProblemCodes.QueryInvalid, $"state={state} is neither firing nor resolved.");
        }

        using var connection = database.OpenReader();
        var rows = connection.Query<Row>(
            $"""
            select {Columns} from alert d left join agent a on a.id = d.agent_id where (@state is null or d.state = @state)
              and (@after is null or exists (select 1 from alert b where b.id = @after and (d.fired_at < b.fired_at or (d.fired_at = b.fired_at and d.id < b.id))))
            order by d.fired_at desc, d.id desc limit @limit
            """,
            new { state, after, limit = most + 1 });
        return Paging.Of([.. rows.Select(row => View(row, board))], most, alert => alert.Id);
    }
}
