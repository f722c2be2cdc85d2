using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks.Deleting;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>Stacks are made, changed and deleted by people.</summary>
internal static class StackWriting
{
    public static void MapStackWriting(this IEndpointRouteBuilder routes)
    {
        var stacks = routes.MapGroup("/api/v1/stacks").WithTags("stacks");
        stacks.MapPost("", MakeAsync).Needs(Access.Publish).Produces<StackView>(201).WithSummary("Makes a stack; its content is published apart.");
        stacks.MapPut("/{stack}", PutAsync).Needs(Access.Publish).Produces<StackView>(200).Produces<StackView>(201)
            .WithSummary("Makes the stack PUBLISHER/NAME, or changes what people said of a stack.");
        stacks.MapDelete("/{stack}", DeleteAsync).Needs(Access.Publish).Produces<StackView>(202).Produces(204)
            .WithSummary("Deletes it: every agent that has it takes it away, whatever its removal policy. With keepRunning=true they leave the containers, and give up the ownership.");
        stacks.MapPut("/{stack}/labels/{label}", LabelAsync).Needs(Access.Publish).WithSummary("Gives it a label.");
        stacks.MapDelete("/{stack}/labels/{label}", UnlabelAsync).Needs(Access.Publish).Produces(204).WithSummary("Takes a label that people gave it.");
        stacks.MapPut("/{stack}/annotations/{key}", AnnotateAsync).Needs(Access.Publish).WithSummary("Gives it an annotation, or another value.");
        stacks.MapDelete("/{stack}/annotations/{key}", UnannotateAsync).Needs(Access.Publish).Produces(204).WithSummary("Takes an annotation that people gave it.");
    }

    private static async Task<IResult> MakeAsync(StackBody body, HttpContext context, PublisherStore publishers, StackDesk desk, StackBoard board, CancellationToken cancellation)
    {
        var publisher = publishers.Writable(body.Publisher ?? Publisher.SystemKind, context.Actor());
        var id = await desk.MakeAsync(publisher, Checked.Name(body.Name, "a stack's name"), body, context.Actor(), cancellation);
        return Made(board.Known(id).View);
    }

    private static async Task<IResult> PutAsync(string stack, StackBody body, HttpContext context, PublisherStore publishers, StackDesk desk, StackBoard board, CancellationToken cancellation)
    {
        var actor = context.Actor();
        var route = RouteNames.Decode(stack);
        if (board.Page.Find(route) is not { } entry)
        {
            var (publisher, name) = NewName(route, body, publishers, actor);
            return Made(board.Known(await desk.MakeAsync(publisher, name, body, actor, cancellation)).View);
        }

        var view = Living(entry.View);
        if ((body.Publisher is { } other && other != view.Publisher) || (body.Name is { } named && named != view.Name && $"{view.Publisher}/{named}" != view.Name))
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, $"The route names stack '{view.Name}', the body another one.");
        }

        await desk.ChangeAsync(view, body, actor, cancellation);
        return TypedResults.Ok(board.Known(view.Id).View);
    }

    /// <summary>PUBLISHER/NAME, where either may have slashes: the longest publisher that there is.</summary>
    private static (Publisher Publisher, string Name) NewName(string route, StackBody body, PublisherStore publishers, Actor actor)
    {
        var publisher = body.Publisher ?? publishers.List().Select(known => known.Name)
            .Where(known => route.StartsWith($"{known}/", StringComparison.Ordinal)).MaxBy(known => known.Length);
        var name = publisher is not null && route.StartsWith($"{publisher}/", StringComparison.Ordinal) ? route[(publisher.Length + 1)..] : null;
        return publisher is not null && name is not null && (body.Name is null || body.Name == name)
            ? (publishers.Writable(publisher, actor), Checked.Name(name, "a stack's name"))
            : throw new ProblemException(ProblemCodes.StackUnknown, $"There is no stack '{route}', and the route does not begin with a publisher that there is and that the body agrees with.");
    }

    private static async Task<IResult> DeleteAsync(
        string stack, bool? keepRunning, HttpContext context, StackBoard board, StoreWriter writer, FactsCache facts, CancellationToken cancellation)
    {
        var view = board.Known(stack).View;
        await writer.WriteAsync(
            scope =>
            {
                var now = facts.For(scope);
                var known = now.Stacks.GetValueOrDefault(view.Id) ?? throw new ProblemException(ProblemCodes.StackUnknown, $"There is no stack '{view.Name}'.");
                if (known.Publisher.Kind == Publisher.SourceKind && known.GoneAt is null)
                {
                    throw new ProblemException(ProblemCodes.StackSourced, $"Source '{known.Publisher.Name}' names stack '{view.Name}', and would bring it back.");
                }

                if (known.Deletion is null)
                {
                    Deletions.Mark(scope, now, view.Id, keepRunning ?? false, context.Actor());
                }
            },
            cancellation);
        return board.Page.ById.TryGetValue(view.Id, out var waiting) ? TypedResults.Json(waiting.View, PlumbJson.Default.StackView, statusCode: StatusCodes.Status202Accepted) : TypedResults.NoContent();
    }

    private static Task<StackView> LabelAsync(string stack, string label, HttpContext context, StackDesk desk, StackBoard board, CancellationToken cancellation)
    {
        var name = Checked.Name(RouteNames.Decode(label), "a label");
        return MarkAsync(board, desk, stack, context, "stack.label", name, (scope, view) => StackMarks.Label(scope, view.Id, name), cancellation);
    }

    private static Task<IResult> UnlabelAsync(string stack, string label, HttpContext context, StackDesk desk, StackBoard board, CancellationToken cancellation)
    {
        var name = Checked.Name(RouteNames.Decode(label), "a label");
        return TakeAsync(
            board, desk, stack, context, "stack.unlabel", name, (scope, view) => StackMarks.Unlabel(scope, view.Id, name), view => view.Labels.Contains(name, StringComparer.Ordinal), cancellation);
    }

    private static Task<StackView> AnnotateAsync(string stack, string key, AnnotationBody body, HttpContext context, StackDesk desk, StackBoard board, CancellationToken cancellation)
    {
        var (name, value) = (Checked.Name(RouteNames.Decode(key), "an annotation's key"), Checked.Value(body.Value));
        return MarkAsync(board, desk, stack, context, "stack.annotate", name, (scope, view) => StackMarks.Annotate(scope, view.Id, name, value), cancellation);
    }

    private static Task<IResult> UnannotateAsync(string stack, string key, HttpContext context, StackDesk desk, StackBoard board, CancellationToken cancellation)
    {
        var name = Checked.Name(RouteNames.Decode(key), "an annotation's key");
        return TakeAsync(
            board, desk, stack, context, "stack.unannotate", name, (scope, view) => StackMarks.Unannotate(scope, view.Id, name), view => view.Annotations.ContainsKey(name), cancellation);
    }

    private static async Task<IResult> TakeAsync(
        StackBoard board, StackDesk desk, string stack, HttpContext context, string action, string mark,
        Func<WriteScope, StackView, int> take, Func<StackView, bool> isLeft, CancellationToken cancellation)
    {
        var view = board.Known(stack).View;
        var taken = await desk.WriteAsync(view, context.Actor(), action, mark, scope => take(scope, view), cancellation);
        return !taken && isLeft(board.Known(view.Id).View)
            ? throw new ProblemException(ProblemCodes.Declared, $"Stack '{view.Name}' has {mark} from its own file.")
            : TypedResults.NoContent();
    }

    private static async Task<StackView> MarkAsync(
        StackBoard board, StackDesk desk, string stack, HttpContext context, string action, string mark, Func<WriteScope, StackView, int> change, CancellationToken cancellation)
    {
        var view = board.Known(stack).View;
        await desk.WriteAsync(view, context.Actor(), action, mark, scope => change(scope, view), cancellation);
        return board.Known(view.Id).View;
    }

    /// <exception cref="ProblemException">It is being deleted.</exception>
    public static StackView Living(StackView view) => view.Deletion is null
        ? view
        : throw new ProblemException(ProblemCodes.StackDeleting, $"'{view.Name}' was deleted by {view.Deletion.By}; waited for: {string.Join(", ", view.Deletion.Waiting)}.");

    private static Created<StackView> Made(StackView view) => TypedResults.Created($"/api/v1/stacks/{view.Id}", view);
}
