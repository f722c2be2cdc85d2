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

    private static readonly string[] Actions =
    [
        "sync", "ack", "suspend", "resume", "stop", "start", "unblock", "adopt", "rollback", "look",
        "diff", "history", "containers", "explain", "deployment-objects",
    ];

    public void Rewrite(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
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

        var (head, tail) = (rest[..cut], rest[(cut + 1)..]);
        var isAction = Actions.Contains(tail, StringComparer.Ordinal) && (board.Page.Find(RouteNames.Decode(head)) is not null || board.Page.Find(RouteNames.Decode(rest)) is null);
        request.Path = isAction
            ? $"{Stacks}{Encode(head)}/{tail}"
            : $"{Stacks}{Encode(rest)}";
    }

    private static string Encode(string name) => name.Replace("/", "%2F", StringComparison.Ordinal);
}
