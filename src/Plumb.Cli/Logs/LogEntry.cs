using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Plumb.Cli.Logs;

/// <summary>One thing that was logged.</summary>
/// <param name="Event">Its name, such as <c>reconcile.started</c>; else who logged it.</param>
internal sealed record LogEntry(LogLevel Level, string Event, string Message, Exception? Error)
{
    public DateTimeOffset Time { get; init; }

    /// <summary>By name in camelCase: what the message was made from, and what holds for everything around it.</summary>
    public SortedDictionary<string, object?> Fields { get; } = new(StringComparer.Ordinal);

    public string? Trace { get; } = Activity.Current?.TraceId.ToString();

    public string LevelWord => Level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    public static void AddFields(SortedDictionary<string, object?> fields, object? state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> pairs)
        {
            return;
        }

        foreach (var (name, value) in pairs)
        {
            if (name.Length > 0 && name[0] != '{')
            {
                fields.TryAdd(char.ToLowerInvariant(name[0]) + name[1..], value);
            }
        }
    }
}
