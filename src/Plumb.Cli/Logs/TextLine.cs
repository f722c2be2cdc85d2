using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Plumb.Cli.Output;

namespace Plumb.Cli.Logs;

/// <summary>A log entry for people: the time of day, how severe, what happened, and the fields that the message does not show.</summary>
internal static class TextLine
{
    public static string Of(LogEntry entry)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{entry.Time.ToLocalTime():HH:mm:ss} {entry.LevelWord,-5} {Clean.Line(entry.Message)}");
        foreach (var (name, value) in entry.Fields)
        {
            var text = Clean.Line(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            if (text.Length > 0 && !entry.Message.Contains(text, StringComparison.Ordinal))
            {
                line.Append(CultureInfo.InvariantCulture, $" {name}={text}");
            }
        }

        if (entry.Error is not null && entry.Level < LogLevel.Error)
        {
            line.Append(CultureInfo.InvariantCulture, $" error={Clean.Line(entry.Error.Message)}");
        }

        // What is expected to happen now and then, such as a host that does not answer, is told by its message alone.
        if (entry.Error is not null && entry.Level >= LogLevel.Error)
        {
            line.Append(CultureInfo.InvariantCulture, $"\n{Clean.Block(entry.Error.ToString())}");
        }

        return line.ToString();
    }
}
