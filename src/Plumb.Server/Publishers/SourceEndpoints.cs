using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Contracts.Naming;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Server;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Storage;

namespace Plumb.Server.Publishers;

/// <summary>Sources, and the refresh routes of the stable family.</summary>
internal static class SourceEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var stable = routes.MapGroup("/api").WithTags("stable family");
        stable.MapPost("/refresh", RefreshAsync).Needs(Access.Operate).WithSummary("Asks for a refresh of all sources, or of one.").Produces<RefreshAnswer>(202);
        stable.MapGet("/refresh-status", Status).Needs(Access.Read).WithSummary("How the newest refresh of the first, or of the named, source went.");

        var sources = routes.MapGroup("/api/v1/sources").WithTags("sources");
        sources.MapGet("", List).Needs(Access.Read).WithSummary("All sources.");
        sources.MapGet("/{source}", Get).Needs(Access.Read).WithSummary("One source.");
        sources.MapPost("", MakeAsync).Needs(Access.Administer).Produces<SourceView>(201).WithSummary("Makes a source.");
        sources.MapPut("/{source}", PutNamedAsync).Needs(Access.Administer).Produces<SourceView>(200).Produces<SourceView>(201).WithSummary("Makes the source, or changes it to this.");
        sources.MapDelete("/{source}", DeleteAsync).Needs(Access.Administer).WithSummary("Its stacks are gone from their source: orphaned, or removed where removal is on.").Produces(204);
    }

    private static async Task<JsonHttpResult<RefreshAnswer>> RefreshAsync(
        string? source, HttpContext context, SourceStore sources, SourceDesk desk, StoreWriter writer, IServiceProvider services, CancellationToken cancellation)
    {
        if (services.GetService(typeof(ISourceRefresh)) is not ISourceRefresh refresher)
        {
            throw new ProblemException(ProblemCodes.RefreshUnavailable, "A refresh was asked for.");
        }

        IReadOnlyList<string> names = source is null ? [.. sources.List().Select(row => row.Name)] : [desk.Known(source).Name];
        await writer.WriteAsync(scope => scope.Note(context.Actor(), "source.refresh", string.Join(", ", names)), cancellation);
        var answers = names.Select(refresher.Request).ToList();
        return TypedResults.Json(new RefreshAnswer(answers.Contains("refreshing") ? "refreshing" : "queued"), PlumbJson.Default.RefreshAnswer, statusCode: StatusCodes.Status202Accepted);
    }

    private static RefreshStatus Status(string? source, SourceStore sources, SourceDesk desk) => source is not null
        ? sources.RefreshOf(desk.Known(source))
        : sources.List() is [var first, ..] ? sources.RefreshOf(first) : new RefreshStatus();

    private static Page<SourceView> List(int? limit, string? after, SourceStore sources, SourceDesk desk)
    {
        var most = Paging.Limit(limit);
        var read = sources.List().OrderBy(row => row.Name, StringComparer.Ordinal)
            .Where(row => after is null || string.CompareOrdinal(row.Name, after) > 0).Take(most + 1).Select(desk.View).ToList();
        return Paging.Of(read, most, view => view.Name);
    }

    private static SourceView Get(string source, SourceDesk desk) => desk.View(desk.Known(source));

    private static Task<IResult> MakeAsync(SourceBody body, HttpContext context, SourceDesk desk, CancellationToken cancellation) =>
        PutAsync(body.Name ?? "", body, mustBeNew: true, context, desk, cancellation);

    private static Task<IResult> PutNamedAsync(string source, SourceBody body, HttpContext context, SourceDesk desk, SourceStore sources, CancellationToken cancellation)
    {
        var name = sources.Find(RouteNames.Decode(source))?.Name ?? RouteNames.Decode(source);
        return body.Name is { } other && other != name
            ? throw new ProblemException(ProblemCodes.BodyInvalid, $"The route names source '{name}', the body another one.")
            : PutAsync(name, body, mustBeNew: false, context, desk, cancellation);
    }

    private static async Task<IResult> PutAsync(string name, SourceSpec spec, bool mustBeNew, HttpContext context, SourceDesk desk, CancellationToken cancellation)
    {
        Check(name, spec);
        var (view, made) = await desk.PutAsync(name, spec, mustBeNew, context.Actor(), cancellation);
        return made ? TypedResults.Created($"/api/v1/sources/{Uri.EscapeDataString(name)}", view) : TypedResults.Ok(view);
    }

    private static async Task<IResult> DeleteAsync(string source, HttpContext context, SourceDesk desk, CancellationToken cancellation)
    {
        await desk.DeleteAsync(desk.Known(source), context.Actor(), cancellation);
        return TypedResults.NoContent();
    }

    private static void Check(string name, SourceSpec spec)
    {
        if (!NameRule.Holds(name))
        {
            throw new ProblemException(ProblemCodes.NameInvalid, $"'{name}' cannot be a source's name.");
        }

        if (spec.Repository.Length == 0 || spec.Poll <= TimeSpan.Zero || spec.Discovery.Depth is < 0 or > 16)
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, "A source needs a repository, a poll interval above zero, and a discovery depth from 0 to 16.");
        }
    }
}
