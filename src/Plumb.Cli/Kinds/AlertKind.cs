using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Alerts;

namespace Plumb.Cli.Kinds;

internal static class AlertKind
{
    public static Kind<AlertView> Kind { get; } = new("alert", "alerts", () => ClientJson.Reading.PageAlertView, () => ClientJson.Reading.AlertView, a => a.Id,
    [
        new("STATE", (a, _) => new(a.State, a.State == "firing" ? Tone.Bad : Tone.Good)),
        new("SEVERITY", (a, _) => a.Severity),
        new("STACK", (a, _) => a.Stack),
        new("AGENT", (a, _) => a.Agent),
        new("FIRED", (a, now) => Age.Of(a.FiredAt, now)),
        new("RESOLVED", (a, now) => Age.Of(a.ResolvedAt, now)),
        new("SUMMARY", (a, _) => a.Summary),
        new("KEY", (a, _) => a.Key, Wide: true),
        new("ID", (a, _) => a.Id, Wide: true),
    ])
    {
        Newest = 100,
    };
}
