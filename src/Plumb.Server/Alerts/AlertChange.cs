using Plumb.Contracts.Alerts;

namespace Plumb.Server.Alerts;

/// <summary>An alert began to fire, or was resolved.</summary>
/// <param name="State"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="At">When it did.</param>
internal sealed record AlertChange(string Id, string Key, string? StackId, string? Stack, string State, string Severity, string Summary, DateTimeOffset At)
{
    public static AlertChange Of(AlertView alert) =>
        new(alert.Id, alert.Key, alert.StackId, alert.Stack, alert.State, alert.Severity, alert.Summary, alert.ResolvedAt ?? alert.FiredAt);
}
