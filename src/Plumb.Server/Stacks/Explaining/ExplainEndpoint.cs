using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Decisions;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Explaining;

/// <summary><c>GET /stacks/{id}/explain</c>.</summary>
internal static class ExplainEndpoint
{
    private const int Decisions = 5;

    public static void MapExplain(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/stacks/{stack}/explain", Explain)
        .Needs(Access.Read).WithTags("stacks").WithSummary("Why it is as it is.");

    private static ExplainView Explain(string stack, StackBoard board, Database database)
    {
        var view = board.Known(stack).View;
        return ExplainText.Explain(view, DecisionEndpoints.Read(database, board, view.Id, after: null, Decisions));
    }
}
