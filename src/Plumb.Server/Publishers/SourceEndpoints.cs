using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Server;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Platform.Secrets;
using Plumb.Server.Api;
using Plumb.Server.Fleet;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Publishers;

/// <summary>Sources, and the refresh routes of the stable family.</summary>
internal static class SourceEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var stable = routes.MapGroup("/api").WithTags("stable family");
        stable.MapPost("/refresh", Refresh).Needs(Access.Operate).WithSummary("Asks for a refresh of all sources, or of one.").Produces<RefreshAnswer>(202);
        stable.MapGet("/refresh-status", Status).Needs(Access.Read).WithSummary("How the newest refresh of the first, or of the named, source went.");

        var sources = routes.MapGroup("/api/v1/sources").WithTags("sources");
        sources.MapGet("", List).Needs(Access.Read).WithSummary("All sources.");
        sources.MapGet("/{source}", Get).Needs(Access.Read).WithSummary("One source.");
        sources.MapPut("/{source}", PutAsync).Needs(Access.Administer).WithSummary("Makes the source, or changes it to this.");
        sources.MapDelete("/{source}", DeleteAsync).Needs(Access.Administer).WithSummary("Its stacks are gone from their source: orphaned, or removed where removal is on.").Produces(204);
    }

    private static JsonHttpResult<RefreshAnswer> Refresh(string? source, SourceStore sources, IServiceProvider services)
    {
        if (services.GetService(typeof(ISourceRefresh)) is not ISourceRefresh refresher)
        {
            throw new ProblemException(ProblemCodes.RefreshUnavailable, "A refresh was asked for.");
        }

        var names = source is null ? sources.List().Select(row => row.Name) : [Known(sources, source).Name];
        var answers = names.Select(refresher.Request).ToList();
        return TypedResults.Json(new RefreshAnswer(answers.Contains("refreshing") ? "refreshing" : "queued"), statusCode: StatusCodes.Status202Accepted);
    }

    private static RefreshStatus Status(string? source, SourceStore sources) => source is not null
        ? sources.RefreshOf(Known(sources, source))
        : sources.List() is [var first, ..] ? sources.RefreshOf(first) : new RefreshStatus();

    private static Page<SourceView> List(int? limit, string? after, SourceStore sources, StackBoard board, SecretMask mask)
    {
        var most = Paging.Limit(limit);
        var read = sources.List().OrderBy(row => row.Name, StringComparer.Ordinal)
            .Where(row => after is null || string.CompareOrdinal(row.Name, after) > 0).Take(most + 1).Select(row => View(row, sources, board, mask)).ToList();
        return Paging.Of(read, most, view => view.Name);
    }

    private static SourceView Get(string source, SourceStore sources, StackBoard board, SecretMask mask) =>
        View(Known(sources, source), sources, board, mask);

    private static async Task<SourceView> PutAsync(
        string source, SourceSpec spec, HttpContext context, SourceStore sources, SourceIntake intake, StoreWriter writer, StackBoard board, SecretMask mask, IServiceProvider services, CancellationToken cancellation)
    {
        var name = RouteNames.Decode(source);
        Check(name, spec);
        if (await writer.WriteAsync(scope => intake.Put(scope, name, spec, context.Actor()), cancellation))
        {
            (services.GetService(typeof(ISourceRefresh)) as ISourceRefresh)?.SourcesChanged();
        }

        return View(Known(sources, name), sources, board, mask);
    }

    private static async Task<IResult> DeleteAsync(string source, HttpContext context, SourceStore sources, IServiceProvider services, CancellationToken cancellation)
    {
        await sources.DeleteAsync(Known(sources, source), context.Actor(), cancellation);
        (services.GetService(typeof(ISourceRefresh)) as ISourceRefresh)?.SourcesChanged();
        return TypedResults.NoContent();
    }

    private static PublisherRow Known(SourceStore sources, string source) => sources.Find(RouteNames.Decode(source))
        ?? throw new ProblemException(ProblemCodes.SourceUnknown, $"There is no source '{RouteNames.Decode(source)}'.");

    private static void Check(string name, SourceSpec spec)
    {
        if (!Names.IsName(name))
        {
            throw new ProblemException(ProblemCodes.NameInvalid, $"'{name}' cannot be a source's name.");
        }

        if (spec.Repository.Length == 0 || spec.Poll <= TimeSpan.Zero || spec.Discovery.Depth is < 0 or > 16)
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, "A source needs a repository, a poll interval above zero, and a discovery depth from 0 to 16.");
        }
    }

    private static SourceView View(PublisherRow row, SourceStore sources, StackBoard board, SecretMask mask)
    {
        var spec = row.ToPublisher().Spec!;
        return new SourceView
        {
            Id = row.Id,
            Name = row.Name,
            Spec = spec with { Repository = mask.Mask(spec.Repository) },
            Refresh = sources.RefreshOf(row),
            Stacks = board.Page.Entries.Count(entry => entry.View.Scope == $"source/{row.Name}"),
        };
    }
}
