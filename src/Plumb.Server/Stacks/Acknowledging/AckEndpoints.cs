using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Stacks.Acknowledging;

/// <summary>A person lets through what the policies flag.</summary>
internal static class AckEndpoints
{
    public static void MapAcknowledging(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/reconcile/ack", ByPathAsync).Needs(Access.Operate).WithTags("stable family")
            .WithSummary("Lets the flagged differences of a stack through: those that are named, or those that are there now.");
        routes.MapPost("/api/v1/stacks/{stack}/ack", ByNameAsync).Needs(Access.Operate).WithTags("stacks")
            .WithSummary("Lets the flagged differences through: those that are named, or those that are there now.");
    }

    private static Task<AckView> ByPathAsync(AckBody? sent, HttpContext context, StackBoard board, Acknowledgements acknowledgements, CancellationToken cancellation)
    {
        var body = sent ?? new AckBody();
        if ((body.Path ?? body.StackPath) is not { Length: > 0 } path || (body.Path is not null && body.StackPath is not null && body.Path != body.StackPath))
        {
            throw new ProblemException(ProblemCodes.AckPath, "An acknowledgement came without one stack.");
        }

        var entry = board.Page.Find(path) ?? throw new ProblemException(ProblemCodes.StackUnknown, $"There is no stack '{path}'.");
        return acknowledgements.TakeAsync(entry.View, body, context.Actor(), cancellation);
    }

    private static Task<AckView> ByNameAsync(
        string stack, AckBody? body, HttpContext context, StackBoard board, Acknowledgements acknowledgements, CancellationToken cancellation) =>
        acknowledgements.TakeAsync(board.Known(stack).View, body ?? new AckBody(), context.Actor(), cancellation);
}
