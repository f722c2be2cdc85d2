using Microsoft.AspNetCore.Http;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Api;

/// <summary>
/// Names contain slashes: <c>/api/v1/stacks/apps/web/diff</c> becomes <c>/api/v1/stacks/apps%2Fweb/diff</c> before routing.
/// The last word is an action where the rest is a stack; a name that is sent encoded is always taken as it is.
/// </summary>
internal sealed class NamePaths(StackBoard board)
{
    private const string Stacks = "/api/v1/stacks/";
    private const string Agents = "/api/v1/agents/";

    // What follows is a name, too.
    private static readonly string[] Parts = ["/labels/", "/annotations/"];
    private static readonly string[] AgentParts = ["/labels/", "/annotations/", "/targets/", "/subscriptions/"];

    private static readonly string[] Actions =
    [
        "sync", "ack", "suspend", "resume", "stop", "start", "unblock", "adopt", "rollback", "look",
        "diff", "history", "containers", "explain", "deployment-objects",
    ];

    public void Rewrite(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (path.StartsWith(Agents, StringComparison.Ordinal) && Cut(path[Agents.Length..], AgentParts, _ => true) is var (agent, part, last))
        {
            request.Path = $"{Agents}{Encode(agent)}{part}{Encode(last)}";
            return;
        }

        if (!path.StartsWith(Stacks, StringComparison.Ordinal))
        {
            return;
        }

        var rest = path[Stacks.Length..];
        var cut = rest.LastIndexOf('/');
        if (cut < 0)
        {
            return;
        }

        if (rest.Split('/') is [var encoded, "labels" or "annotations", _] && encoded.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            // Said as it is, also of a stack that is not there.
            return;
        }

        if (board.Page.Find(RouteNames.Decode(rest)) is null && Cut(rest, Parts, head => board.Page.Find(RouteNames.Decode(head)) is not null) is var (stack, between, mark))
        {
            request.Path = $"{Stacks}{Encode(stack)}{between}{Encode(mark)}";
            return;
        }

        var (head, tail) = (rest[..cut], rest[(cut + 1)..]);
        var isAction = Actions.Contains(tail, StringComparer.Ordinal) && (board.Page.Find(RouteNames.Decode(head)) is not null || board.Page.Find(RouteNames.Decode(rest)) is null);
        if (!isAction && HttpMethods.IsPost(request.Method) && board.Page.Find(RouteNames.Decode(rest)) is null)
        {
            // Nothing is posted to a stack but actions, and this is none.
            return;
        }

        request.Path = isAction
            ? $"{Stacks}{Encode(head)}/{tail}"
            : $"{Stacks}{Encode(rest)}";
    }

    /// <summary>Cuts at the first of these parts whose head is good.</summary>
    private static (string Head, string Part, string Tail)? Cut(string rest, string[] parts, Func<string, bool> isGood)
    {
        foreach (var part in parts)
        {
            for (var at = rest.IndexOf(part, StringComparison.Ordinal); at > 0; at = rest.IndexOf(part, at + 1, StringComparison.Ordinal))
            {
                if (isGood(rest[..at]))
                {
                    return (rest[..at], part, rest[(at + part.Length)..]);
                }
            }
        }

        return null;
    }

    private static string Encode(string name) => name.Replace("/", "%2F", StringComparison.Ordinal);
}
