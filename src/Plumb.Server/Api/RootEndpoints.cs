using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Server;
using Plumb.Server.Api.Metrics;
using Plumb.Server.Publishers;
using Plumb.Server.Storage;

namespace Plumb.Server.Api;

/// <summary>Health, readiness, metrics, version, and the pages for people.</summary>
internal static class RootEndpoints
{
    public static void MapRoot(this IEndpointRouteBuilder routes)
    {
        var root = routes.MapGroup("").WithTags("server");
        root.MapGet("/healthz", () => TypedResults.Text("ok\n")).Needs(Access.Open).WithSummary("The process lives.");
        root.MapGet("/readyz", Ready).Needs(Access.Open).Produces<ReadyView>(503).WithSummary("Each check, and whether all are good.");
        root.MapGet("/version", () => new VersionView(ServerMetrics.Version, ServerMetrics.Runtime)).Needs(Access.Open).WithSummary("What runs here.");
        root.MapGet("/metrics", (MetricsText metrics) => TypedResults.Text(metrics.Write(), MetricsText.ContentType)).Needs(Access.Read).WithSummary("Prometheus' text format.");
        root.MapGet("/docs", () => TypedResults.Text(Shipped.Text("docs/index.html"), "text/html; charset=utf-8")).Needs(Access.Open).ExcludeFromDescription();
        root.MapGet("/docs/problems", () => TypedResults.Text(ProblemList.Html(), "text/html; charset=utf-8")).Needs(Access.Open).ExcludeFromDescription();
        root.MapGet("/api/v1/problems", () => ProblemCodes.All).Needs(Access.Open).WithSummary("Every code, with its meaning and mend.");
    }

    private static JsonHttpResult<ReadyView> Ready(StoreHealth health, SourceStore sources, ServerOptions options)
    {
        List<ReadyCheck> checks = [new("store", health.WhyUnwritable is null, health.WhyUnwritable), .. Sources(sources, options)];
        var ready = checks.TrueForAll(check => check.Good);
        return TypedResults.Json(new ReadyView(ready, checks), PlumbJson.Default.ReadyView, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    // A source that failed is no reason to send nobody here: what is known of it is served.
    private static IEnumerable<ReadyCheck> Sources(SourceStore sources, ServerOptions options) =>
        from source in options.RefreshSources ? sources.List() : []
        let tried = sources.RefreshOf(source).RefreshedAt is not null || sources.RefreshOf(source).Status is "completed" or "failed"
        select new ReadyCheck($"source {source.Name}", tried, tried ? null : "Its first refresh has not ended yet. Wait.");
}
