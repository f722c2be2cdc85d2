using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>What people do with a stack: requests that an agent handles, and facts.</summary>
internal static class StackActions
{
    public static void MapStackActions(this IEndpointRouteBuilder routes)
    {
        var stack = routes.MapGroup("/api/v1/stacks/{stack}").WithTags("stacks");
        Ask(stack, "sync", StackAsk.Sync, "Look and repair now.");
        Ask(stack, "look", StackAsk.Look, "Look now, and repair only as usual.");
        Ask(stack, "unblock", StackAsk.Unblock, "Lift the block, forget the failures, and sync.");
        Ask(stack, "adopt", StackAsk.Adopt, "Take over a running project that is not ours; recreates nothing.");
        Set(stack, "suspend", "suspended", 1, "Hold every step; looking goes on.");
        Set(stack, "resume", "suspended", 0, "Go on after suspend.");
        Set(stack, "stop", "stopped", 1, "Desired: present, stopped.");
        Set(stack, "start", "stopped", 0, "Desired: running.");
    }

    private static void Ask(RouteGroupBuilder routes, string action, StackAsk ask, string summary) => routes.MapPost(
        $"/{action}",
        async (string stack, HttpContext context, StackBoard board, StoreWriter writer, CancellationToken cancellation) =>
        {
            var view = board.Known(stack).View;
            var actor = context.Actor();
            var id = await writer.WriteAsync(
                scope =>
                {
                    scope.Note(actor, $"stack.{action}", view.Name);
                    return StackRequests.Ask(scope, view.Id, ask, actor.Name);
                },
                cancellation);
            return TypedResults.Json(new ActionView(view.Name, action, id), PlumbJson.Default.ActionView, statusCode: StatusCodes.Status202Accepted);
        })
        .Needs(Access.Operate).Produces<ActionView>(202).WithSummary(summary);

    private static void Set(RouteGroupBuilder routes, string action, string flag, int value, string summary) => routes.MapPost(
        $"/{action}",
        async (string stack, HttpContext context, StackBoard board, StoreWriter writer, CancellationToken cancellation) =>
        {
            var view = board.Known(stack).View;
            var actor = context.Actor();
            await writer.WriteAsync(
                scope =>
                {
                    scope.Note(actor, $"stack.{action}", view.Name);
                    if (scope.Execute($"update stack set {flag} = @value where id = @Id and {flag} <> @value", new { value, view.Id }) > 0)
                    {
                        scope.ChangeStack(view.Id);
                    }
                },
                cancellation);
            return new ActionView(view.Name, action, RequestId: null);
        })
        .Needs(Access.Operate).WithSummary(summary);
}
