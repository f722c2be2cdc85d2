using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Server;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Storage;

namespace Plumb.Server.Audit;

/// <summary>Who changed what, newest first.</summary>
internal static class AuditEndpoints
{
    private sealed record Row
    {
        public required string Id { get; init; }

        public long At { get; init; }

        public required string Actor { get; init; }

        public required string Role { get; init; }

        public required string Action { get; init; }

        public required string Object { get; init; }

        public string? KeyId { get; init; }
    }

    private const string Columns = "id as Id, at as At, actor as Actor, role as Role, action as Action, object as Object, key_id as KeyId";

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/v1/audit").WithTags("audit");
        audit.MapGet("", List).Needs(Access.Read).WithSummary("Who changed what, newest first.");
        audit.MapGet("/{id}", One).Needs(Access.Read).WithSummary("One change.");
    }

    private static AuditView One(string id, Database database)
    {
        using var connection = database.OpenReader();
        return connection.QuerySingleOrDefault<Row>($"select {Columns} from audit where id = @id", new { id }) is { } row ? View(row)
            : throw new ProblemException(ProblemCodes.AuditUnknown, $"There is no entry '{id}' in the audit log.");
    }

    private static AuditView View(Row row) => new(row.Id, UnixTime.FromStored(row.At), row.Actor, row.Role, row.Action, row.Object, row.KeyId);

    private static Page<AuditView> List(int? limit, string? after, Database database)
    {
        var most = Paging.Limit(limit);
        using var connection = database.OpenReader();
        var rows = connection.Query<Row>(
            $"""
            select {Columns} from audit d
            where @after is null or exists (select 1 from audit b where b.id = @after and (d.at < b.at or (d.at = b.at and d.id < b.id)))
            order by at desc, id desc limit @limit
            """,
            new { after, limit = most + 1 });
        return Paging.Of([.. rows.Select(View)], most, item => item.Id);
    }
}
