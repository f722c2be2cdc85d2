using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Problems;
using Plumb.Server.Fleet;
using Plumb.Server.Keys;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Api;

/// <summary>
/// Whether what a route names is the caller's own. To an agent's or a publisher's key, what is another's is answered as what is not there:
/// an id that was guessed right tells nothing.
/// </summary>
internal sealed class OwnScope(AgentTable agents, StackBoard board)
{
    /// <exception cref="ProblemException">It is not.</exception>
    public void Check(HttpContext context, Role role, string owner, Access needed)
    {
        if (needed == Access.Open || role is not (Role.Agent or Role.Publisher))
        {
            return;
        }

        if (role == Role.Agent)
        {
            CheckAgent(context, owner);
        }
        else
        {
            CheckPublisher(context, owner, needed);
        }
    }

    private void CheckAgent(HttpContext context, string owner)
    {
        if (context.GetRouteValue("agent") is not string text)
        {
            throw Forbidden(context, Role.Agent);
        }

        // An agent that is there is who it is; one that has not opened a session yet can only be named.
        var name = RouteNames.Decode(text);
        if ((agents.Find(name)?.Name ?? name) != owner)
        {
            throw new ProblemException(ProblemCodes.AgentUnknown, $"There is no agent '{name}'.");
        }
    }

    private void CheckPublisher(HttpContext context, string owner, Access needed)
    {
        if (context.GetRouteValue("stack") is string stack)
        {
            var named = RouteNames.Decode(stack);
            var isOwn = board.Page.Find(named) is { } entry ? entry.View.Publisher == owner : needed == Access.Publish && named.StartsWith($"{owner}/", StringComparison.Ordinal);
            if (!isOwn)
            {
                throw new ProblemException(ProblemCodes.StackUnknown, "There is no stack of that name in this publisher's scope.");
            }
        }
        else if (context.GetRouteValue("publisher") is string publisher)
        {
            if (RouteNames.Decode(publisher) is var name && name != owner)
            {
                throw new ProblemException(ProblemCodes.PublisherUnknown, $"There is no publisher '{name}'.");
            }
        }
        else if (needed != Access.Publish)
        {
            throw Forbidden(context, Role.Publisher);
        }
    }

    private static ProblemException Forbidden(HttpContext context, Role role) =>
        new(ProblemCodes.RoleForbidden, $"A key of role {KeyText.WordOf(role)} may not {context.Request.Method} {context.Request.Path}.");
}
