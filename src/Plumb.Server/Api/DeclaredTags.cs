using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Server.Fleet;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Api;

/// <summary>A tag for what is declared of an object: what agents report of it changes no tag.</summary>
internal static class DeclaredTags
{
    /// <summary>Whether the route is of an object that has one.</summary>
    public static bool Concerns(RouteValueDictionary route) => route.ContainsKey("stack") || route.ContainsKey("agent") || route.ContainsKey("source") || route.ContainsKey("publisher");

    /// <summary>Of the object that the route names; null: there is none.</summary>
    public static string? Of(HttpContext context, FleetFacts facts, StackBoard board)
    {
        var route = context.Request.RouteValues;
        return route.TryGetValue("agent", out var agent) ? facts.AgentNamed(RouteNames.Decode(agent as string)) is { } found ? Of(found) : null
            : route.TryGetValue("stack", out var stack) ? board.Page.Find(RouteNames.Decode(stack as string))?.View.Id is { } id && facts.Stacks.TryGetValue(id, out var known) ? Of(known) : null
            : Publisher(facts, RouteNames.Decode((route["source"] ?? route["publisher"]) as string)) is { } publisher ? Of(publisher) : null;
    }

    /// <summary>Of the object that the route names, as it is shown: the facts may have moved on since, and a tag must not be newer than what it stands on.</summary>
    public static string? Shown(HttpContext context, FleetFacts facts, StackBoard board) =>
        context.Request.RouteValues.TryGetValue("stack", out var stack) && !context.Request.RouteValues.ContainsKey("agent")
            ? board.Page.Find(RouteNames.Decode(stack as string)) is { } entry ? Of(entry.Stack) : null
            : Of(context, facts, board);

    private static Publisher? Publisher(FleetFacts facts, string nameOrId) => facts.Publishers.Values.FirstOrDefault(publisher => publisher.Name == nameOrId || publisher.Id == nameOrId);

    private static string Of(Agent agent) =>
        Tag([agent.Id, agent.Name, .. agent.Labels, "|", .. Lines(agent.Annotations), "|", .. agent.Targets.Order(StringComparer.Ordinal), "|", .. agent.Subscriptions.Order(StringComparer.Ordinal)]);

    private static string Of(Publisher publisher) => Tag([publisher.Id, publisher.Name, publisher.Kind, publisher.Spec is { } spec ? JsonSerializer.Serialize(spec, PlumbJson.Default.SourceSpec) : ""]);

    private static string Of(Stack stack) => Tag([
        stack.Id, stack.Name, stack.Driver, stack.Selector ?? "", JsonSerializer.Serialize(stack.Settings, PlumbJson.Default.StackSettings), $"{stack.Sequence}", $"{stack.Pin}", $"{stack.SuspendedByPerson}",
        $"{stack.Stopped}", $"{stack.GoneAt}", $"{stack.GoneAcknowledged}", $"{stack.Deletion is null}", $"{stack.Refusal}", .. stack.Labels, "|", .. Lines(stack.Annotations)]);

    private static IEnumerable<string> Lines(IReadOnlyDictionary<string, string> pairs) => pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}");

    private static string Tag(IEnumerable<string> parts) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32]}\"";
}
