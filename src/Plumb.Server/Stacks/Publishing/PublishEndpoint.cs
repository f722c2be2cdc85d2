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
        .Needs(Access.Publish).WithTags("stacks").WithMetadata(new ContentSize()).Produces<DeploymentObjectView>(200).Produces<DeploymentObjectView>(201)
        .WithSummary("Publishes content: files, or the one text of a compose file. The same content as the newest is 200 with that one, new is 201.");

    private static async Task<IResult> PublishAsync(
        string stack, PublishBody body, HttpContext context, PublisherStore publishers, StackBoard board, StoreWriter writer, Database database, CancellationToken cancellation)
    {
        var view = StackWriting.Living(board.Known(stack).View);
        var publisher = publishers.Writable(view.Publisher, context.Actor());
        if (view.Driver != "compose")
        {
            throw new ProblemException(ProblemCodes.ContentRefused, $"Content of the driver {view.Driver} cannot be checked yet.");
        }

        if (body.Revision is { Length: > LongestRevision } || body.Message is { Length: > LongestMessage })
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, $"A revision has up to {LongestRevision} characters, a message up to {LongestMessage}.");
        }

        var found = SentContent.Read(FilesOf(body));
        if (found.Refusal is { } refusal)
        {
            throw new ProblemException(ProblemCodes.ContentRefused, refusal.Message.EndsWith($"({refusal.Rule})", StringComparison.Ordinal) ? refusal.Message : $"{refusal.Message} ({refusal.Rule})");
        }

        var made = await writer.WriteAsync(scope => Write(scope, publisher, view, found, body, context.Actor()), cancellation);
        var now = board.Known(view.Id).View;
        var newest = HistoryTable.Read(database, view.Id, now.Sequence, now.Pin?.Sequence, before: null, limit: 1)[0];
        return made ? TypedResults.Created($"/api/v1/stacks/{view.Id}/deployment-objects", newest) : TypedResults.Ok(newest);
    }

    private static bool Write(WriteScope scope, Publisher publisher, StackView view, DiscoveredStack found, PublishBody body, Actor actor)
    {
        var row = scope.Single<StackRow>($"{StackRow.Select} where s.id = @Id", new { view.Id })
            ?? throw new ProblemException(ProblemCodes.StackUnknown, $"There is no stack '{view.Name}'.");
        if (scope.Single<long?>("select 1 from deletion where stack_id = @Id", row) is not null)
        {
            throw new ProblemException(ProblemCodes.StackDeleting, $"'{view.Name}' was deleted.");
        }

        if (PublishedStack.Write(scope, publisher.Id, row, found with { Path = row.Name }, new Publication(actor.Name, body.Revision, body.Message)))
        {
            scope.ChangeFacts();
        }

        var newest = scope.Single<long?>("select sequence from stack where id = @Id", row);
        if (newest == row.Sequence)
        {
            return false;
        }

        scope.Note(actor, "stack.publish", $"{view.Name} {newest}");
        return true;
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
