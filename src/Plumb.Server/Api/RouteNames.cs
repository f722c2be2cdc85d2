using Microsoft.AspNetCore.Http;
using Plumb.Server.Audit;

namespace Plumb.Server.Api;

/// <summary>Names in routes.</summary>
internal static class RouteNames
{
    /// <summary>Routing leaves an encoded slash as it is, and decodes everything else.</summary>
    public static string Decode(string? value) => value?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) ?? "";

    public static Actor Actor(this HttpContext context) =>
        context.Items[typeof(Actor)] as Actor ?? throw new InvalidOperationException("The access check did not run for this route.");
}
