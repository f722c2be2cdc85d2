using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Kinds;

internal static class StackKind
{
    public static Kind<StackView> Kind { get; } = new("stack", "stacks", () => ClientJson.Reading.PageStackView, () => ClientJson.Reading.StackView, s => s.Name,
    [
        new("NAME", (s, _) => s.Name),
        new("STATUS", (s, _) => Status(s)),
        new("HEALTH", (s, _) => HealthCell(s.Health)),
        new("CONTAINERS", (s, _) => $"{s.Record.ContainersRunning}/{s.Record.ContainersTotal}"),
        new("REVISION", (s, _) => Short(s.Record.SyncedRevision)),
        new("SYNCED", (s, now) => Age.Of(s.Record.SyncedAt, now)),
        new("HELD", (s, _) => new(s.Record.Held ?? "", Tone.Busy)),
        new("AGENTS", (s, _) => string.Join(',', s.Agents), Wide: true),
        new("SOURCE", (s, _) => s.Scope, Wide: true),
        new("SEQUENCE", (s, _) => s.Sequence?.ToString(System.Globalization.CultureInfo.InvariantCulture), Wide: true),
        new("DIFFERENCES", (s, _) => s.Differences.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), Wide: true),
        new("LABELS", (s, _) => string.Join(',', s.Labels), Wide: true),
        new("MESSAGE", (s, _) => s.Record.LastSyncError ?? s.Record.SyncedCommitMessage, Wide: true),
    ])
    {
        HasLabels = true,
    };

    public static Cell Status(StackView stack)
    {
        var word = StatusWord(stack.Record.Status);
        var tone = stack.Record.Status switch
        {
            StackStatus.Synced => Tone.Good,
            StackStatus.Failed => Tone.Bad,
            StackStatus.Syncing or StackStatus.Deleting => Tone.Busy,
            _ => Tone.Quiet,
        };
        var marks = (stack.Suspended ? ",suspended" : "") + (stack.Stopped ? ",stopped" : "") + (stack.Record.Orphaned ? ",orphaned" : "");
        return new(word + marks, tone);
    }

    public static string StatusWord(StackStatus status) => status.ToString().ToLowerInvariant();

    public static string? Short(string? revision) => revision is { Length: > 12 } ? revision[..12] : revision;

    private static Cell HealthCell(string? health) => new(health ?? "", health?.ToLowerInvariant() switch
    {
        "healthy" => Tone.Good,
        "unhealthy" or "degraded" => Tone.Bad,
        "progressing" or "starting" => Tone.Busy,
        _ => Tone.Quiet,
    });
}
