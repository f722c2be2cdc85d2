using Microsoft.AspNetCore.Http;
using Plumb.Server.Audit;
using Plumb.Server.Keys;

namespace Plumb.Server.Api;

/// <summary>Names in routes.</summary>
internal static class RouteNames
{
    /// <summary>Routing leaves an encoded slash as it is, and decodes everything else.</summary>
    public static string Decode(string? value) => value?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) ?? "";

    public static Actor Actor(this HttpContext context) =>
        context.Items[typeof(Actor)] as Actor ?? throw new InvalidOperationException("The access check did not run for this route.");

    /// <summary>Ends when the key that this request came with is revoked; never, where it came without one.</summary>
    public static CancellationToken KeyEnded(this HttpContext context) => context.Items[typeof(LiveKey)] is LiveKey key ? key.Ended : CancellationToken.None;

    /// <summary>The key that this request came with is good no more.</summary>
    public static bool HasLostItsKey(this HttpContext context, DateTimeOffset now) =>
        context.Items[typeof(LiveKey)] is LiveKey key && (key.Ended.IsCancellationRequested || !key.Stored.IsGood(now));
}
