using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Server.Audit;
using Plumb.Server.Keys;

namespace Plumb.Server.Api;

/// <summary>Whether the caller may use the route that was found.</summary>
internal sealed class AccessCheck(KeyStore keys, AnonymousRead anonymousRead)
{
    private const string Scheme = "Bearer ";

    public void Check(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            return;
        }

        var needed = endpoint.Metadata.GetMetadata<AccessNeeded>()?.Access ?? Access.Administer;
        var key = KeyOf(context.Request);
        context.Items[typeof(Actor)] = key is null ? new Actor("anonymous", Role: null) : new Actor(key.Name, KeyText.RoleOf(key.Role));
        if (key is null)
        {
            if (needed != Access.Open && (needed != Access.Read || !MayReadWithoutKey(context)))
            {
                throw new ProblemException(ProblemCodes.KeyMissing, $"{context.Request.Method} {context.Request.Path} needs a key.");
            }

            return;
        }

        var role = KeyText.RoleOf(key.Role)!.Value;
        if (!role.Allows(needed))
        {
            throw new ProblemException(
                needed == Access.Consent ? ProblemCodes.ConsentRequired : ProblemCodes.RoleForbidden, $"A key of role {key.Role} may not {context.Request.Method} {context.Request.Path}.");
        }

        if (needed is Access.ThatAgent or Access.Consent && RouteNames.Decode(context.GetRouteValue("agent") as string) != key.Name)
        {
            throw new ProblemException(ProblemCodes.RoleForbidden, $"The key is agent {key.Name}'s; the route is another agent's.");
        }
    }

    private StoredKey? KeyOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return null;
        }

        var known = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && KeyText.Parse(header[Scheme.Length..].Trim()) is { } text ? keys.Check(text) : null;
        return known ?? throw new ProblemException(ProblemCodes.KeyInvalid, "The Authorization header holds no key that is known here.");
    }

    // A proxy on this machine makes everybody look local.
    private bool MayReadWithoutKey(HttpContext context) =>
        anonymousRead == AnonymousRead.Loopback
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.Keys.Any(name =>
            name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase) || name.Equals("Via", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Who may read without a key.</summary>
public enum AnonymousRead
{
    /// <summary>Programs on this machine, unless a header shows a proxy.</summary>
    Loopback,

    Never,
}
