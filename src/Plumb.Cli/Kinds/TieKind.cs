using Plumb.Cli.Client;
using Plumb.Contracts.Agents;

namespace Plumb.Cli.Kinds;

/// <summary>What ties agents to something. A tie has no page of its own: it is found in the list by its name, <c>AGENT/OTHER</c>.</summary>
internal static class TieKind
{
    public static Kind<TargetView> Targets { get; } = new("target", "targets", () => ClientJson.Reading.PageTargetView, () => ClientJson.Reading.TargetView, t => $"{t.Agent}/{t.Stack}",
    [
        new("AGENT", (t, _) => t.Agent),
        new("STACK", (t, _) => t.Stack),
        new("IN EFFECT", (t, _) => t.InEffect ? "yes" : "no"),
        new("WHY", (t, _) => t.Why ?? "", Wide: true),
    ])
    { IsOnlyListed = true };

    public static Kind<SubscriptionView> Subscriptions { get; } = new(
        "subscription", "subscriptions", () => ClientJson.Reading.PageSubscriptionView, () => ClientJson.Reading.SubscriptionView, s => $"{s.Agent}/{s.Publisher}",
    [
        new("AGENT", (s, _) => s.Agent),
        new("PUBLISHER", (s, _) => s.Publisher),
    ])
    { IsOnlyListed = true };
}
