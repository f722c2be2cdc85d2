using System.Text.Json;
using Plumb.Cli.Client;
using Plumb.Cli.Kinds;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Alerts;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Keys;
using Plumb.Contracts.Publishers;
using Plumb.Contracts.Server;

namespace Plumb.Cli.Explaining;

/// <summary>Why a thing that is no stack is as it is. What there is to know of stacks is the control plane's own to tell.</summary>
internal sealed class Explanations(ApiClient api, DateTimeOffset now)
{
    /// <summary>Sentences, a line each.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Kind kind, JsonElement raw, CancellationToken cancellation)
    {
        var json = ClientJson.Reading;
        return kind.Singular switch
        {
            "source" => [.. SourceExplanation.Of(raw.Deserialize(json.SourceView)!, now)],
            "agent" => [.. AgentExplanation.Of(raw.Deserialize(json.AgentView)!, now)],
            "target" => await TargetAsync(raw.Deserialize(json.TargetView)!, cancellation),
            "subscription" => Of(raw.Deserialize(json.SubscriptionView)!),
            "publisher" => Of(raw.Deserialize(json.PublisherView)!),
            "key" => Of(raw.Deserialize(json.KeyView)!),
            "alert" => Of(raw.Deserialize(json.AlertView)!),
            "decision" => Of(raw.Deserialize(json.DecisionView)!),
            "audit" => Of(raw.Deserialize(json.AuditView)!),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind.Singular, message: null),
        };
    }

    private async Task<IReadOnlyList<string>> TargetAsync(TargetView named, CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var page = (await api.GetAsync("list targets", $"api/v1/targets?limit=500{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}", ClientJson.Reading.PageTargetView, cancellation)).Value;
            if (page.Items.FirstOrDefault(tie => (tie.Agent, tie.Stack) == (named.Agent, named.Stack)) is { } found)
            {
                return found.InEffect
                    ? [$"Agent {found.Agent} is responsible for stack {found.Stack}: a target ties them."]
                    : [$"A target ties agent {found.Agent} to stack {found.Stack}, and has no effect yet.", found.Why ?? "Why is not known."];
            }

            after = page.Next;
        }
        while (after is not null);
        return [$"Agent {named.Agent} and stack {named.Stack} are tied no more."];
    }

    private static IReadOnlyList<string> Of(SubscriptionView consent) =>
    [
        $"Agent {consent.Agent} consented to serve publisher {consent.Publisher}.",
        $"It runs those of its stacks that a target, a shared label or annotation, or a selector ties to it. Only its own key withdraws the consent.",
    ];

    private static IReadOnlyList<string> Of(PublisherView publisher) =>
    [
        publisher.Kind switch
        {
            "system" => "'system' is the fleet owner's own publisher: every agent serves it, and only admins' keys publish to it.",
            "source" => $"{publisher.Name} is a source: it publishes what is in its repository.",
            _ => $"{publisher.Name} publishes with keys of its name, or an admin's.",
        },
        $"It has {publisher.Stacks} stacks.",
        publisher.Kind == "system" ? "Nobody has to subscribe."
            : publisher.Subscribers.Count > 0 ? $"These agents serve it: {string.Join(", ", publisher.Subscribers)}."
            : $"No agent serves it, so nothing of it runs: start one with 'plumb agent --subscribe {publisher.Name}'.",
    ];

    private IReadOnlyList<string> Of(KeyView key) =>
    [
        $"Key {key.Id} is {key.Name}'s, of role {key.Role}, made {Age.Of(key.CreatedAt, now)} ago{(key.CreatedBy is { } by ? $" by {by}" : "")}.",
        key.Status switch
        {
            KeyStatus.Active => key.ExpiresAt is { } end ? $"It works for another {Age.Of(end - now)}." : "It works until it is revoked.",
            KeyStatus.Rotated => $"Key {key.ReplacedBy} follows it{(key.ExpiresAt is { } end ? $"; it works for another {Age.Of(end - now)}" : "")}.",
            KeyStatus.Expired => "It has expired, and lets nobody in.",
            KeyStatus.Revoked => "It was revoked, and lets nobody in.",
            _ => throw new ArgumentOutOfRangeException(nameof(key), key.Status, message: null),
        },
        key.LastUsedAt is { } used ? $"It was last used {Age.Of(used, now)} ago." : "It was never used.",
    ];

    private IReadOnlyList<string> Of(AlertView alert) =>
    [
        $"{alert.Summary} ({alert.Severity})",
        alert.State == "firing" ? $"It fires since {Age.Of(alert.FiredAt, now)}." : $"It was resolved {Age.Of(alert.ResolvedAt, now)} ago.",
        .. alert.Stack is { } stack ? [$"'plumb explain stack {stack}' tells more."] : Array.Empty<string>(),
    ];

    private IReadOnlyList<string> Of(DecisionView decision) =>
    [
        $"{Age.Of(decision.Started, now)} ago, agent {decision.Agent} looked at stack {decision.Stack ?? decision.StackId} because of {decision.Cause}: {decision.Outcome}.",
        .. decision.Differences.Select(difference => $"It saw: {difference.Kind} {difference.Service} {difference.Field}: {difference.Desired ?? "-"} should be, {difference.Actual ?? "-"} was."),
        .. decision.Steps.Select(step => $"It did: {step.Action}, because of {step.Why}: {step.Outcome}{(step.Error is { } error ? $": {error}" : "")}."),
        .. decision.Holds.Select(hold => $"It was held {hold.Reason}: {hold.Message}"),
    ];

    private IReadOnlyList<string> Of(AuditView record) =>
        [$"{Age.Of(record.At, now)} ago, {record.Actor}{(record.Role.Length > 0 ? $" ({record.Role})" : "")} did {record.Action} to {record.Object}{(record.KeyId is { } key ? $", with key {key}" : ", without a key")}."];
}
