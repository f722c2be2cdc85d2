using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Plumb.Server.Api;
using Plumb.Server.Api.Metrics;
using Plumb.Server.Keys;

namespace Plumb.Server.Fleet;

/// <summary>
/// Answers the poll of an agent that has the newest target state, ahead of routing and all else: what ten thousand agents ask most. It says
/// nothing but 304, and only where the long way would say so; any doubt, and every refusal, goes the long way.
/// </summary>
internal sealed class QuietPolls(HostCheck hosts, KeyStore keys, AgentTable agents, TargetStates states, Presence presence, ServerMetrics metrics)
{
    private const string Root = "/api/v1/agents/";
    private const string Door = "/target-state";

    /// <returns>Whether it was answered.</returns>
    public bool Answer(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || request.QueryString.HasValue || NameIn(request.Path.Value) is not { } name || !hosts.Allows(request.Host))
        {
            return false;
        }

        if (keys.Check(KeyText.ParseHeader(One(request.Headers.Authorization))) is not { } key || key.Role != Role.Agent || key.Stored.Name != name)
        {
            return false;
        }

        if (agents.Named(name) is not { Generation: > 0 } agent || !IsNewest(request.Headers["Plumb-Generation"], agent) || states.Known(agent.Id) is not { } answer || One(request.Headers.IfNoneMatch) != answer.ETag)
        {
            return false;
        }

        presence.Heard(agent.Id);
        metrics.Polled(changed: false);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        context.Response.Headers.ETag = answer.ETag;
        return true;
    }

    /// <summary>Null: another route, or a name that is not written as it is.</summary>
    private static string? NameIn(string? path)
    {
        if (path is null || !path.StartsWith(Root, StringComparison.Ordinal) || !path.EndsWith(Door, StringComparison.Ordinal) || path.Length <= Root.Length + Door.Length)
        {
            return null;
        }

        var name = path[Root.Length..^Door.Length];
        return name.AsSpan().ContainsAny('/', '%') ? null : name;
    }

    private static string One(StringValues header) => header.Count == 1 ? header.ToString() : "";

    private static bool IsNewest(StringValues header, AgentRow agent) =>
        header.Count == 0 || (header.Count == 1 && long.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var generation) && generation >= agent.Generation);
}
