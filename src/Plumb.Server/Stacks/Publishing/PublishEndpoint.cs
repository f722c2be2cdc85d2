using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Publishers;
using Plumb.Server.Sources;
using Plumb.Server.Sources.Content;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Publishing;

/// <summary>Content through the API: a deployment object, held to the same rules as content of a repository.</summary>
internal static class PublishEndpoint
{
    private const int LongestRevision = 256;
    private const int LongestMessage = 64 * 1024;

    public static void MapPublishing(this IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/stacks/{stack}/deployment-objects", PublishAsync)
        .Needs(Access.Publish).WithTags("stacks").WithMetadata(new ContentSize()).Produces<DeploymentObjectView>(200).Produces<DeploymentObjectView>(201).Produces<PublishCheck>(202)
        .WithSummary("Publishes content: files, or the one text of a compose file. The same content as the newest is 200 with that one, new is 201. With dryRun=true nothing is written: 202 says what would come of it.");

    private static async Task<IResult> PublishAsync(
        string stack, bool? dryRun, PublishBody body, HttpContext context, PublisherStore publishers, StackBoard board, StoreWriter writer, Database database, CancellationToken cancellation)
    {
        if (dryRun == true)
        {
            return TypedResults.Accepted((string?)null, Check(stack, body, context.Actor(), publishers, board, database));
        }

        var view = StackWriting.Living(board.Known(stack).View);
        var publisher = publishers.Writable(view.Publisher, context.Actor());
        var found = Read(view.Driver, body);
        var (made, sequence) = await writer.WriteAsync(scope => Write(scope, publisher, view, found, body, context.Actor()), cancellation);
        var now = board.Page.ById.GetValueOrDefault(view.Id)?.View ?? view;

        // The caller's own: by now another may be the newest.
        var newest = HistoryTable.Read(database, view.Id, now.Sequence, now.Pin?.Sequence, before: sequence + 1, limit: 1)[0];
        return made ? TypedResults.Created($"/api/v1/stacks/{view.Id}/deployment-objects", newest) : TypedResults.Ok(newest);
    }

    /// <summary>What publishing would do, also to a stack that is yet to be made; nothing is written.</summary>
    private static PublishCheck Check(string stack, PublishBody body, Actor actor, PublisherStore publishers, StackBoard board, Database database)
    {
        var view = board.Page.Find(RouteNames.Decode(stack))?.View;
        if (view is not null)
        {
            publishers.Writable(StackWriting.Living(view).Publisher, actor);
        }

        var found = Read(view?.Driver ?? "compose", body);
        var newest = view is not null && HistoryTable.Read(database, view.Id, view.Sequence, view.Pin?.Sequence, before: null, limit: 1) is [var last] ? last.Checksum : null;
        return new PublishCheck(newest != found.Checksum, found.Checksum!, newest);
    }

    private static DiscoveredStack Read(string driver, PublishBody body)
    {
        if (driver != "compose")
        {
            throw new ProblemException(ProblemCodes.ContentRefused, $"Content of the driver {driver} cannot be checked yet.");
        }

        if (body.Revision is { Length: > LongestRevision } || body.Message is { Length: > LongestMessage })
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, $"A revision has up to {LongestRevision} characters, a message up to {LongestMessage}.");
        }

        var found = SentContent.Read(FilesOf(body));
        return found.Refusal is not { } refusal
            ? found
            : throw new ProblemException(ProblemCodes.ContentRefused, refusal.Message.EndsWith($"({refusal.Rule})", StringComparison.Ordinal) ? refusal.Message : $"{refusal.Message} ({refusal.Rule})");
    }

    /// <returns>Whether it is new, and its sequence.</returns>
    private static (bool Made, long Sequence) Write(WriteScope scope, Publisher publisher, StackView view, DiscoveredStack found, PublishBody body, Actor actor)
    {
        var row = scope.Single<StackRow>($"{StackRow.Select} where s.id = @Id", new { view.Id })
            ?? throw new ProblemException(ProblemCodes.StackUnknown, $"There is no stack '{view.Name}'.");
        if (scope.Single<long?>("select 1 from deletion where stack_id = @Id", row) is not null)
        {
            throw new ProblemException(ProblemCodes.StackDeleting, $"'{view.Name}' was deleted.");
        }

        PublishedStack.Write(scope, publisher.Id, row, found with { Path = row.Name }, new Publication(actor.Name, body.Revision, body.Message));
        var newest = scope.Single<long>("select sequence from stack where id = @Id", row);
        if (newest == row.Sequence)
        {
            return (false, newest);
        }

        scope.Note(actor, "stack.publish", $"{view.Name} {newest}");
        return (true, newest);
    }

    private static IReadOnlyDictionary<string, PublishedFile> FilesOf(PublishBody body) => body switch
    {
        { Files: { Count: > 0 } files, Text: null } => files,
        { Files: null or { Count: 0 }, Text: { } text } => new Dictionary<string, PublishedFile>(StringComparer.Ordinal) { ["compose.yaml"] = new(System.Text.Encoding.UTF8.GetBytes(text)) },
        _ => throw new ProblemException(ProblemCodes.BodyInvalid, "Content is either files, by their path, or one text."),
    };

    /// <summary>16 MiB of content as JSON: base64 makes a third more of it.</summary>
    private sealed class ContentSize : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 24 * 1024 * 1024;
    }
}
