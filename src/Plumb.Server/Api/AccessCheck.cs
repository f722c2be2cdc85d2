using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Problems;
using Plumb.Server.Audit;
using Plumb.Server.Keys;

namespace Plumb.Server.Api;

/// <summary>Whether the caller may use the route that was found. Denied unless a rule allows it.</summary>
internal sealed partial class AccessCheck(KeyStore keys, FailedTries tries, OwnScope scope, ILogger<AccessCheck> log, AnonymousRead anonymousRead)
{
    private const string Scheme = "Bearer ";

    /// <summary>What routing calls the endpoint of a path that is known with other methods.</summary>
    private const string MethodRefused = "405 HTTP Method Not Supported";

    public void Check(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            return;
        }

        // A wrong method runs nothing; which methods a route takes is in the open document.
        var needed = endpoint.DisplayName == MethodRefused ? Access.Open : endpoint.Metadata.GetMetadata<AccessNeeded>()?.Access ?? Access.Administer;
        if (KeyOf(context) is not { } key)
        {
            context.Items[typeof(Actor)] = new Actor("anonymous", Role: null);
            if (needed != Access.Open && (needed != Access.Read || !MayReadWithoutKey(context)))
            {
                throw new ProblemException(ProblemCodes.KeyMissing, $"{context.Request.Method} {context.Request.Path} needs a key.");
            }

            return;
        }

        var stored = key.Stored;
        var role = KeyText.RoleOf(stored.Role)!.Value;
        context.Items[typeof(Actor)] = new Actor(stored.Name, role, stored.Id);
        context.Items[typeof(LiveKey)] = key;
        if (!role.Allows(needed))
        {
            throw new ProblemException(
                needed == Access.Consent ? ProblemCodes.ConsentRequired : ProblemCodes.RoleForbidden, $"A key of role {stored.Role} may not {context.Request.Method} {context.Request.Path}.");
        }

        scope.Check(context, role, stored.Name, needed);
    }

    private LiveKey? KeyOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return null;
        }

        var text = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? KeyText.Parse(header[Scheme.Length..].Trim()) : null;
        return text is not null && keys.Check(text) is { } known ? known : throw Refused(context, text);
    }

    private ProblemException Refused(HttpContext context, KeyText? text)
    {
        var address = context.Connection.RemoteIpAddress;
        var count = tries.Note(address, text is not null && keys.Knows(text.Id) ? text.Id : null);
        if (count == FailedTries.Limit)
        {
            LogMany(FailedTries.Shown(address), count);
        }

        return count > FailedTries.Limit
            ? new ProblemException(ProblemCodes.TriesLimited, $"More than {FailedTries.Limit} tries a minute failed.")
            : new ProblemException(ProblemCodes.KeyInvalid, "The Authorization header holds no key that is good here: it is unknown, revoked or expired.");
    }

    // A proxy on this machine makes everybody look local.
    private bool MayReadWithoutKey(HttpContext context) =>
        anonymousRead == AnonymousRead.Loopback
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.Keys.Any(name =>
            name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase) || name.Equals("Via", StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(EventId = 2403, EventName = "key.tries", Level = LogLevel.Warning, Message = "{Count} tries with bad keys from {Address} within a minute; further ones are refused without a look.")]
    private partial void LogMany(string address, int count);
}

/// <summary>Who may read without a key.</summary>
public enum AnonymousRead
{
    /// <summary>Programs on this machine, unless a header shows a proxy.</summary>
    Loopback,

    Never,
}
