using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Stacks;

/// <summary>The <c>/api/stacks</c> family, that other tools' clients know.</summary>
internal static class StableFamilyEndpoints
{
    public static void MapStableFamily(this IEndpointRouteBuilder routes)
    {
        var family = routes.MapGroup("/api").WithTags("stable family");
        family.MapGet("/stacks", ListAsync).Needs(Access.Read).Produces<IReadOnlyList<StackRecord>>().WithSummary("All stacks, by path.");
        family.MapGet("/stacks/containers/{**path}", (string path, StackBoard board) => Containers(RouteNames.Decode(path), board))
            .Needs(Access.Read).WithSummary("The containers of one stack.");
        family.MapGet("/stacks/containers", (string? path, StackBoard board) => Containers(path ?? "", board))
            .Needs(Access.Read).WithSummary("The containers of one stack, by ?path=.");
    }

    private static async Task ListAsync(HttpContext context, RecordList records)
    {
        var body = records.Current();
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static IReadOnlyList<ContainerView> Containers(string path, StackBoard board) =>
        (board.Page.Find(path) ?? throw new ProblemException(ProblemCodes.StackUnknown, $"There is no stack '{path}'.")).Containers;
}

/// <summary>The list of records as bytes, made once for each state of the board.</summary>
internal sealed class RecordList(StackBoard board)
{
    private volatile Made? _made;

    public byte[] Current()
    {
        var page = board.Page;
        if (_made is { } made && made.Revision == page.Revision)
        {
            return made.Body;
        }

        IReadOnlyList<StackRecord> records = [.. page.Entries.Select(entry => entry.View.Record)];
        var body = JsonSerializer.SerializeToUtf8Bytes(records, PlumbJson.Default.IReadOnlyListStackRecord);
        _made = new Made(page.Revision, body);
        return body;
    }

    private sealed record Made(long Revision, byte[] Body);
}
