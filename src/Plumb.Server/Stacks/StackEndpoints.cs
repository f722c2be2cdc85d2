using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Fleet;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>Stacks of <c>/api/v1</c>: reading.</summary>
internal static class StackEndpoints
{
    public static void MapStacks(this IEndpointRouteBuilder routes)
    {
        var stacks = routes.MapGroup("/api/v1/stacks").WithTags("stacks");
        stacks.MapGet("", List).Needs(Access.Read).WithSummary("All stacks, by name. label takes a selector: env=prod,!spot.");
        stacks.MapGet("/{stack}", Get).Needs(Access.Read).WithSummary("One stack, by id or name.");
        stacks.MapGet("/{stack}/containers", Containers).Needs(Access.Read).WithSummary("Its containers.");
        stacks.MapGet("/{stack}/history", History).Needs(Access.Read).WithSummary("Its deployment objects, newest first.");
        stacks.MapGet("/{stack}/deployment-objects", History).Needs(Access.Read).WithSummary("Its deployment objects, newest first.");
    }

    /// <exception cref="ProblemException">There is no such stack.</exception>
    public static BoardEntry Known(this StackBoard board, string stack)
    {
        var name = RouteNames.Decode(stack);
        return board.Page.Find(name) ?? throw new ProblemException(ProblemCodes.StackUnknown, $"There is no stack '{name}'.");
    }

    private static Page<StackView> List(int? limit, string? after, string? label, StackBoard board)
    {
        var most = Paging.Limit(limit);
        Selector? selector = null;
        if (label is not null && !Selector.TryParse(label, out selector, out var problem))
        {
            throw new ProblemException(ProblemCodes.QueryInvalid, $"label={label}: {problem}");
        }

        var read = board.Page.Entries.Select(entry => entry.View)
            .Where(view => after is null || string.CompareOrdinal(view.Name, after) > 0)
            .Where(view => selector is null || selector.Matches(view.Labels, view.Annotations))
            .Take(most + 1).ToList();
        return Paging.Of(read, most, view => view.Name);
    }

    private static StackView Get(string stack, StackBoard board) => board.Known(stack).View;

    private static IReadOnlyList<ContainerView> Containers(string stack, StackBoard board) => board.Known(stack).Containers;

    private static Page<DeploymentObjectView> History(string stack, int? limit, long? after, StackBoard board, Database database)
    {
        var most = Paging.Limit(limit);
        var view = board.Known(stack).View;
        return Paging.Of(HistoryTable.Read(database, view.Id, view.Sequence, view.Pin?.Sequence, after, most + 1), most, item => $"{item.Sequence}");
    }
}
