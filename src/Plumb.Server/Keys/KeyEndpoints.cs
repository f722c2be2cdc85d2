using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Contracts.Keys;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;

namespace Plumb.Server.Keys;

/// <summary>Keys: made, listed, rotated, revoked. A secret is in the answer that makes it, and in no other.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/v1/keys").WithTags("keys");
        keys.MapGet("", (int? limit, string? after, KeyBook book) => List(limit, after, book)).Needs(Access.Administer).WithSummary("All keys, the oldest first; revoked ones for a year.");
        keys.MapPost("", CreateAsync).Needs(Access.Administer).Produces<KeyMade>(201).WithSummary("Makes a key. Its text is in this answer alone.");
        keys.MapGet("/{key}", (string key, KeyBook book) => book.View(book.Known(RouteNames.Decode(key)))).Needs(Access.Administer).WithSummary("One key, by id, or by name where only one has it.");
        keys.MapPut("/{key}", (string key, KeyChangeBody body, HttpContext context, KeyBook book, CancellationToken cancellation) => book.ChangeAsync(RouteNames.Decode(key), body, context.Actor(), cancellation))
            .Needs(Access.Administer).WithSummary("How long it is good for, from now on. Its role and name stay.");
        keys.MapDelete("/{key}", DeleteAsync).Needs(Access.Administer).Produces(204).WithSummary("Revokes it: it ends at once, and is listed as revoked for a year.");
        keys.MapPost("/{key}/rotate", RotateAsync).Needs(Access.Administer).Produces<KeyMade>(201)
            .WithSummary("Makes the key that follows it; the old one works on for the overlap, a day unless said.");
        keys.MapPost("/{key}/revoke", (string key, HttpContext context, KeyBook book, CancellationToken cancellation) => book.RevokeAsync(RouteNames.Decode(key), context.Actor(), cancellation))
            .Needs(Access.Administer).WithSummary("Ends it at once, with all that still waits with it.");
    }

    private static Page<KeyView> List(int? limit, string? after, KeyBook book)
    {
        var most = Paging.Limit(limit);
        return Paging.Of(book.List(after, most + 1), most, view => view.Id);
    }

    private static async Task<JsonHttpResult<KeyMade>> CreateAsync(KeyBody body, HttpContext context, KeyBook book, CancellationToken cancellation) =>
        Made(context, await book.CreateAsync(body, context.Actor(), cancellation));

    private static async Task<JsonHttpResult<KeyMade>> RotateAsync(string key, KeyRotateBody? body, HttpContext context, KeyBook book, CancellationToken cancellation) =>
        Made(context, await book.RotateAsync(RouteNames.Decode(key), body?.Overlap, context.Actor(), cancellation));

    private static async Task<NoContent> DeleteAsync(string key, HttpContext context, KeyBook book, CancellationToken cancellation)
    {
        await book.RevokeAsync(RouteNames.Decode(key), context.Actor(), cancellation);
        return TypedResults.NoContent();
    }

    private static JsonHttpResult<KeyMade> Made(HttpContext context, KeyMade made)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(made, PlumbJson.Default.KeyMade, statusCode: StatusCodes.Status201Created);
    }
}
