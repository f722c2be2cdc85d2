using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Api;

/// <summary>
/// A change with <c>If-Match</c> is only made to the object as the caller saw it. The tag is compared with facts of one revision, and in the
/// change's own transaction the revision must still be that one; where it is not, it is compared anew.
/// </summary>
internal sealed class Preconditions(FactsCache facts, StackBoard board)
{
    private const int Tries = 20;

    public async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        var declared = context.Request.Headers.IfMatch.ToString();
        var reads = HttpMethods.IsGet(context.Request.Method);
        if (context.GetEndpoint() is not RouteEndpoint endpoint || !DeclaredTags.Concerns(context.Request.RouteValues) || (reads ? endpoint.RoutePattern.PathSegments.Count != 4 : declared.Length == 0))
        {
            await next();
        }
        else if (reads)
        {
            if (DeclaredTags.Of(context, await facts.GetAsync(context.RequestAborted), board) is { } tag)
            {
                context.Response.Headers.ETag = tag;
            }

            await next();
        }
        else
        {
            await ChangeAsync(context, declared, next);
        }
    }

    private async Task ChangeAsync(HttpContext context, string declared, Func<Task> next)
    {
        context.Request.EnableBuffering();
        for (var tried = 1; ; tried++)
        {
            var now = await facts.GetAsync(context.RequestAborted);
            Require(context, declared, DeclaredTags.Of(context, now, board));
            context.Items[typeof(Actor)] = context.Actor() with { AsOf = now.Revision };
            try
            {
                await next();
                return;
            }
            catch (FactsMovedException) when (tried < Tries && !context.Response.HasStarted)
            {
                // Something changed, this or another object; nothing of this change was kept.
                facts.Load();
                context.Request.Body.Position = 0;
            }
            catch (FactsMovedException)
            {
                throw new ProblemException(ProblemCodes.Unavailable, $"{context.Request.Method} {context.Request.Path}: too much else changes at once.");
            }
        }
    }

    private static void Require(HttpContext context, string declared, string? tag)
    {
        if (tag is null || (declared != "*" && !declared.Split(',').Any(one => one.Trim() == tag)))
        {
            throw new ProblemException(ProblemCodes.PreconditionFailed, tag is null
                ? $"{context.Request.Method} {context.Request.Path}: there is no such object."
                : $"{context.Request.Method} {context.Request.Path}: it is {tag} now, not {declared}.");
        }
    }

    /// <summary>Called in the transaction of each change that somebody asked for.</summary>
    /// <exception cref="FactsMovedException">Facts changed since the caller's tag was compared.</exception>
    public static void Hold(WriteScope scope, Actor actor)
    {
        if (actor.AsOf is { } revision && scope.Single<long>("select value from counter where name = 'facts'") != revision)
        {
            throw new FactsMovedException();
        }
    }
}

/// <summary>Facts changed since a tag was compared with them.</summary>
internal sealed class FactsMovedException : Exception
{
    public FactsMovedException()
    {
    }

    public FactsMovedException(string message)
        : base(message)
    {
    }

    public FactsMovedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
