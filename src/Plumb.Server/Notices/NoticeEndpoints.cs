using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Notices.Outbox;
using Plumb.Server.Storage;

namespace Plumb.Server.Notices;

/// <summary>What went out, what waits, what was given up; and sending it again.</summary>
internal static class NoticeEndpoints
{
    private const string Path = "/api/v1/notices";

    public static void MapNotices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, List).Needs(Access.Read).WithTags("notices").WithSummary("Newest first; only ?state=waiting, sent or givenUp; only ?channel=NAME or its kind.");
        routes.MapGet($"{Path}/{{id}}", Show).Needs(Access.Read).WithTags("notices").WithSummary("One, with its body.");
        routes.MapPost($"{Path}/{{id}}/replay", ReplayOneAsync).Needs(Access.Operate).WithTags("notices").WithSummary("Sends it again under its id.").Produces<NoticesQueued>(202);
        routes.MapPost($"{Path}/replay", ReplayAsync).Needs(Access.Operate).WithTags("notices").WithSummary("Sends all since a time again, each under its id.").Produces<NoticesQueued>(202);
        routes.MapPost($"{Path}/test", TestAsync).Needs(Access.Operate).WithTags("notices").WithSummary("Sends a test through a channel.").Produces<NoticesQueued>(202);
    }

    private static Page<NoticeView> List(string? state, string? channel, int? limit, string? after, Database database)
    {
        var most = Paging.Limit(limit);
        if (state is not (null or "waiting" or "sent" or "givenUp"))
        {
            throw new ProblemException(ProblemCodes.QueryInvalid, $"state={state} is none of waiting, sent and givenUp.");
        }

        using var connection = database.OpenReader();
        var rows = connection.Query<NoticeRow>(
            $"""
            {NoticeRow.Select} where (@state is null or n.state = @state) and (@channel is null or n.channel = @channel or n.channel like @channel || ':%')
              and (@after is null or n.number < (select b.number from notice b where b.id = @after))
            order by n.number desc limit @limit
            """,
            new { state, channel, after, limit = most + 1 });
        return Paging.Of([.. rows.Select(row => row.ToView())], most, notice => notice.Id);
    }

    private static NoticeView Show(string id, Database database)
    {
        using var connection = database.OpenReader();
        return connection.QuerySingleOrDefault<NoticeRow>($"{NoticeRow.Select} where id = @id", new { id })?.ToView() ?? throw Unknown(id);
    }

    private static async Task<IResult> ReplayOneAsync(string id, HttpContext context, NoticeDoor door, CancellationToken cancellation)
    {
        var ids = await door.ReplayAsync(id, since: null, channel: null, context.Actor(), cancellation);
        return ids.Count > 0 ? Queued(ids) : throw Unknown(id);
    }

    private static async Task<IResult> ReplayAsync(NoticeReplayBody body, HttpContext context, NoticeDoor door, CancellationToken cancellation) =>
        Queued(await door.ReplayAsync(id: null, body.Since, body.Channel, context.Actor(), cancellation));

    private static async Task<IResult> TestAsync(NoticeTestBody body, HttpContext context, NoticeDoor door, CancellationToken cancellation) =>
        Queued(await door.TestAsync(body.Channel, context.Actor(), cancellation));

    private static JsonHttpResult<NoticesQueued> Queued(IReadOnlyList<string> ids) => TypedResults.Json(new NoticesQueued(ids), PlumbJson.Default.NoticesQueued, statusCode: StatusCodes.Status202Accepted);

    private static ProblemException Unknown(string id) => new(ProblemCodes.NoticeUnknown, $"There is no notice '{id}'.");
}
