namespace Plumb.Contracts.Alerts;

/// <summary>An alert: fires once for a cause, and is resolved once.</summary>
/// <param name="Key">The cause; one alert a key and agent fires at a time.</param>
/// <param name="Stack">The stack's name; null when it is about a world or the control plane.</param>
/// <param name="State"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Severity"><c>warning</c>, <c>error</c> or <c>critical</c>.</param>
public sealed record AlertView(
    string Id, string Key, string? StackId, string? Stack, string? Agent, string State, string Severity, string Summary,
    DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt);
