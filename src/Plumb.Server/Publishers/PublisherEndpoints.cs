using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Publishers;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Fleet;

namespace Plumb.Server.Publishers;

/// <summary>Publishers, by people.</summary>
internal static class PublisherEndpoints
{
    public static void MapPublishers(this IEndpointRouteBuilder routes)
    {
        var publishers = routes.MapGroup("/api/v1/publishers").WithTags("publishers");
        publishers.MapGet("", List).Needs(Access.Read).WithSummary("All publishers, by name: sources and 'system' too.");
        publishers.MapGet("/{publisher}", Get).Needs(Access.Read).WithSummary("One publisher, by id or name.");
        publishers.MapPost("", MakeAsync).Needs(Access.Administer).Produces<PublisherView>(201).WithSummary("Makes a publisher.");
        publishers.MapPut("/{publisher}", PutNamedAsync).Needs(Access.Administer).Produces<PublisherView>(200).Produces<PublisherView>(201).WithSummary("Makes the publisher where there is none.");
        publishers.MapDelete("/{publisher}", DeleteAsync).Needs(Access.Administer).Produces(204)
            .WithSummary("The publisher goes, and each of its stacks is deleted. With keepRunning=true the agents leave the containers, and give up the ownership.");
    }

    private static async Task<Page<PublisherView>> List(int? limit, string? after, PublisherStore store, FactsCache facts, CancellationToken cancellation)
    {
        var most = Paging.Limit(limit);
        var now = await facts.GetAsync(cancellation);
        return Paging.Of([.. store.List().Where(publisher => after is null || string.CompareOrdinal(publisher.Name, after) > 0).Take(most + 1).Select(publisher => View(publisher, now))], most, view => view.Name);
    }

    private static async Task<PublisherView> Get(string publisher, PublisherStore store, FactsCache facts, CancellationToken cancellation) =>
        View(store.Known(publisher), await facts.GetAsync(cancellation));

    private static Task<IResult> MakeAsync(PublisherBody body, HttpContext context, PublisherStore store, FactsCache facts, CancellationToken cancellation) =>
        PutAsync(body.Name ?? "", mustBeNew: true, context, store, facts, cancellation);

    private static Task<IResult> PutNamedAsync(string publisher, PublisherBody? body, HttpContext context, PublisherStore store, FactsCache facts, CancellationToken cancellation)
    {
        var name = RouteNames.Decode(publisher);
        return body?.Name is { } other && other != name
            ? throw new ProblemException(ProblemCodes.BodyInvalid, $"The route names publisher '{name}', the body another one.")
            : PutAsync(name, mustBeNew: false, context, store, facts, cancellation);
    }

    private static async Task<IResult> PutAsync(string name, bool mustBeNew, HttpContext context, PublisherStore store, FactsCache facts, CancellationToken cancellation)
    {
        var made = await store.PutAsync(Checked.Name(name, "a publisher's name"), context.Actor(), mustBeNew, cancellation);
        var view = View(store.Known(name), await facts.GetAsync(cancellation));
        return made ? TypedResults.Created($"/api/v1/publishers/{Uri.EscapeDataString(name)}", view) : TypedResults.Ok(view);
    }

    private static async Task<IResult> DeleteAsync(string publisher, bool? keepRunning, HttpContext context, PublisherStore store, CancellationToken cancellation)
    {
        var known = store.Known(publisher);
        if (known.Kind != Publisher.PublisherKind)
        {
            throw new ProblemException(ProblemCodes.PublisherFixed, known.Kind == Publisher.SourceKind ? $"'{known.Name}' is a source: delete it as one." : "'system' cannot be deleted.");
        }

        await store.DeleteAsync(known, keepRunning ?? false, context.Actor(), cancellation);
        return TypedResults.NoContent();
    }

    private static PublisherView View(Publisher publisher, FleetFacts now) => new(
        publisher.Id, publisher.Name, publisher.Kind, publisher.Scope,
        now.Stacks.Values.Count(stack => stack.Publisher.Id == publisher.Id),
        [.. now.Agents.Values.Where(agent => agent.Subscriptions.Contains(publisher.Id)).Select(agent => agent.Name).Order(StringComparer.Ordinal)]);
}
