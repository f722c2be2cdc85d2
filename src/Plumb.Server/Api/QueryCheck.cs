using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;

namespace Plumb.Server.Api;

/// <summary>
/// A parameter of the query that a route does not know is refused: a misspelt filter would otherwise answer with everything, and a misspelt
/// <c>dryRun</c> write. Which a route knows is what its handler reads.
/// </summary>
internal sealed class QueryCheck
{
    private readonly ConcurrentDictionary<Endpoint, IReadOnlyList<string>> _known = new();

    public void Check(HttpContext context)
    {
        // Open routes are for other programs too, which may add what they like.
        if (context.Request.Query.Count == 0 || context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<AccessNeeded>()?.Access == Access.Open)
        {
            return;
        }

        var known = _known.GetOrAdd(endpoint, static one => KnownBy((RouteEndpoint)one));
        if (context.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ProblemException(
                ProblemCodes.QueryInvalid,
                $"{context.Request.Method} {context.Request.Path} knows no parameter '{unknown}': it takes {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
        }
    }

    /// <summary>The parameters that the route's handler reads from the query.</summary>
    public static IReadOnlyList<string> KnownBy(RouteEndpoint endpoint) =>
    [
        .. endpoint.Metadata.OfType<IParameterBindingMetadata>()
            .Where(parameter => (parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string))
                && endpoint.RoutePattern.GetParameter(parameter.Name) is null
                && !parameter.ParameterInfo.GetCustomAttributes(inherit: false).Any(how => how is IFromHeaderMetadata or IFromBodyMetadata or IFromServiceMetadata))
            .Select(parameter => parameter.Name),
    ];
}
