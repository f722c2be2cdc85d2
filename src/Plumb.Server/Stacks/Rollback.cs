using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>A person says which deployment object a stack should be: an older one, which it then stays at, or the newest again.</summary>
internal static class Rollback
{
    /// <summary>Assignments that end a pin.</summary>
    public const string NoPin = "pinned = null, pinned_until_change = 0, pinned_by = null, pinned_at = null";

    public static void MapRollback(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/stacks/{stack}/rollback", TakeAsync).Needs(Access.Operate).WithTags("stacks")
            .WithSummary("Back to one of its deployment objects, and stay there; without 'to': the newest counts again.");

    private static async Task<ActionView> TakeAsync(string stack, RollbackBody body, HttpContext context, StackBoard board, StoreWriter writer, CancellationToken cancellation)
    {
        var view = board.Known(stack).View;
        var actor = context.Actor();
        await writer.WriteAsync(
            scope =>
            {
                if (body.To is { } to)
                {
                    Pin(scope, view, to, body.UntilChange, actor.Name);
                }
                else
                {
                    scope.Execute($"update stack set {NoPin} where id = @Id", new { view.Id });
                }

                scope.Note(actor, "stack.rollback", view.Name);
                scope.ChangeStack(view.Id);
            },
            cancellation);
        return new ActionView(view.Name, "rollback", RequestId: null);
    }

    private static void Pin(WriteScope scope, StackView view, long to, bool untilChange, string by)
    {
        if (scope.Single<long?>("select 1 from deployment_object where stack_id = @Id and sequence = @to", new { view.Id, to }) is null)
        {
            throw new ProblemException(ProblemCodes.SequenceUnknown, $"Stack '{view.Name}' has no deployment object {to}.");
        }

        scope.Execute(
            "update stack set pinned = @to, pinned_until_change = @until, pinned_by = @by, pinned_at = @now where id = @Id",
            new { view.Id, to, until = untilChange ? 1 : 0, by, now = scope.Now.ToStored() });
    }
}
