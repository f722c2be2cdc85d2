using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Api;

/// <summary>
/// A change with <c>If-Match</c> is only made to the object as the caller saw it. The tag is compared with facts of one revision before anything is
/// done, and, where the facts have moved on by then, again in the change's own transaction: however much else changes, each change is decided once.
/// </summary>
internal sealed class Preconditions(Database database, FactsCache facts, StackBoard board)
{
    public async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        var declared = context.Request.Headers.IfMatch.ToString();
        var reads = HttpMethods.IsGet(context.Request.Method);
        if (context.GetEndpoint() is RouteEndpoint endpoint && DeclaredTags.Concerns(context.Request.RouteValues) && (reads ? endpoint.RoutePattern.PathSegments.Count == 4 : declared.Length > 0))
        {
            var now = await facts.GetAsync(context.RequestAborted);
            if (!reads)
            {
                Require(context, declared, now);
                context.Items[typeof(Actor)] = context.Actor() with { Condition = new Condition(now.Revision, () => Require(context, declared, FactsReader.Read(database))) };
            }
            else if (DeclaredTags.Shown(context, now, board) is { } tag)
            {
                context.Response.Headers.ETag = tag;
            }
        }

        await next();
    }

    /// <summary>Called in the transaction of each change that somebody asked for.</summary>
    /// <exception cref="ProblemException">The object is another than the caller saw.</exception>
    public static void Hold(WriteScope scope, Actor actor)
    {
        if (actor.Condition is { } condition && scope.Single<long>("select value from counter where name = 'facts'") != condition.AsOf)
        {
            // No other writer is at work: what readers see now is what this transaction found.
            condition.Require();
        }
    }

    private void Require(HttpContext context, string declared, FleetFacts now)
    {
        var tag = DeclaredTags.Of(context, now, board);
        if (tag is null || (declared != "*" && !declared.Split(',').Any(one => one.Trim() == tag)))
        {
            throw new ProblemException(ProblemCodes.PreconditionFailed, tag is null
                ? $"{context.Request.Method} {context.Request.Path}: there is no such object."
                : $"{context.Request.Method} {context.Request.Path}: it is {tag} now, not {declared}.");
        }
    }
}

/// <summary>What must still be so when a change is made.</summary>
/// <param name="AsOf">The revision of the facts for which it was seen to be so.</param>
/// <param name="Require">Looks anew; throws where it is not so any more.</param>
internal sealed record Condition(long AsOf, Action Require);
