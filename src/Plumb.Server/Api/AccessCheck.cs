using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Problems;
using Plumb.Server.Applying;
using Plumb.Server.Audit;
using Plumb.Server.Keys;

namespace Plumb.Server.Api;

/// <summary>Whether the caller may use the route that was found. Denied unless a rule allows it.</summary>
internal sealed partial class AccessCheck(KeyStore keys, FailedTries tries, OwnScope scope, ILogger<AccessCheck> log, AnonymousRead anonymousRead)
{
    /// <summary>What routing calls the endpoint of a path that is known with other methods.</summary>
    private const string MethodRefused = "405 HTTP Method Not Supported";

    /// <summary>The caller's key and its role.</summary>
    public void Check(HttpContext context)
    {
        if (NeededOf(context) is not { } needed)
        {
            return;
        }

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
        context.Items[typeof(Actor)] = new Actor(stored.Name, role, stored.Id) { Set = ApplySets.NameOf(context.Request) };
        context.Items[typeof(LiveKey)] = key;
        if (!role.Allows(needed))
        {
            throw new ProblemException(
                needed == Access.Consent ? ProblemCodes.ConsentRequired : ProblemCodes.RoleForbidden, $"A key of role {stored.Role} may not {context.Request.Method} {context.Request.Path}.");
        }
    }

    /// <summary>Whether what the route names is the caller's own.</summary>
    public void CheckOwn(HttpContext context)
    {
        if (NeededOf(context) is { } needed && context.Items[typeof(LiveKey)] is LiveKey { Stored: var stored })
        {
            scope.Check(context, KeyText.RoleOf(stored.Role)!.Value, stored.Name, needed);
        }
    }

    /// <summary>The key as it was sent; null: none, or no key at all.</summary>
    public static KeyText? TextOf(HttpContext context) => KeyText.ParseHeader(context.Request.Headers.Authorization.ToString());

    // A wrong method runs nothing; which methods a route takes is in the open document.
    private static Access? NeededOf(HttpContext context) => context.GetEndpoint() is not { } endpoint ? null
        : endpoint.DisplayName == MethodRefused ? Access.Open
        : endpoint.Metadata.GetMetadata<AccessNeeded>()?.Access ?? Access.Administer;

    private LiveKey? KeyOf(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString().Length == 0)
        {
            return null;
        }

        var text = TextOf(context);
        return keys.Check(text) is { } known ? known : throw Refused(context, text);
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
