using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Server.Api;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary><c>GET /stacks/{id}/diff</c>: asks an agent for a look, and waits a little for its report.</summary>
internal static class DiffEndpoint
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapDiff(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/stacks/{stack}/diff", DiffAsync)
        .Needs(Access.Read).WithTags("stacks").WithSummary("What a reconcile would change, after a fresh look where an agent answers within 5 s.");

    private static async Task<DiffView> DiffAsync(string stack, HttpContext context, StackBoard board, StoreWriter writer, TimeProvider time, CancellationToken cancellation)
    {
        var id = board.Known(stack).View.Id;
        var fresh = await LookAsync(id, context.Actor().Name, board, writer, time, cancellation);
        var view = board.Page.ById.TryGetValue(id, out var entry) ? entry.View : board.Known(stack).View;
        return new DiffView(view.Name, view.Record.Fingerprint, fresh, view.LookedAt, view.Differences);
    }

    private static async Task<bool> LookAsync(string id, string by, StackBoard board, StoreWriter writer, TimeProvider time, CancellationToken cancellation)
    {
        if (board.Page.ById[id].View.Agents.Count == 0)
        {
            return false;
        }

        try
        {
            await writer.WriteAsync(scope => StackRequests.Ask(scope, id, StackAsk.Look, by), cancellation);
        }
        catch (StoreException)
        {
            // Reading goes on while the store takes no changes: the answer says that it is not fresh.
            return false;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        while (true)
        {
            var changed = board.Changed;
            if (!board.Page.ById.TryGetValue(id, out var entry))
            {
                return false;
            }

            // Somebody else's later request may have taken the place of ours: its look is as good.
            if (entry.View.Pending.All(pending => pending.Ask != StackAsk.Look))
            {
                return true;
            }

            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
