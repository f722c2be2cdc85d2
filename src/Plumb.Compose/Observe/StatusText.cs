using System.Globalization;

namespace Plumb.Compose.Observe;

/// <summary>Reads the sentence that the engine writes for people in its container list: the only place of exit code, health and uptime there.</summary>
/// <remarks>Source: moby, container.State.String, and go-units, HumanDuration.</remarks>
internal static class StatusText
{
    /// <summary><c>healthy unhealthy starting none</c>.</summary>
    public static string Health(string status) =>
        !status.EndsWith(')') ? "none"
        : status.EndsWith("(healthy)", StringComparison.Ordinal) ? "healthy"
        : status.EndsWith("(unhealthy)", StringComparison.Ordinal) ? "unhealthy"
        : status.EndsWith("(health: starting)", StringComparison.Ordinal) ? "starting"
        : "none";

    /// <summary>Of <c>Exited (137) 2 hours ago</c> and <c>Restarting (1) 3 seconds ago</c>; null where there is none.</summary>
    public static int? ExitCode(string status)
    {
        if (!status.StartsWith("Exited (", StringComparison.Ordinal) && !status.StartsWith("Restarting (", StringComparison.Ordinal))
        {
            return null;
        }

        var from = status.IndexOf('(', StringComparison.Ordinal) + 1;
        var to = status.IndexOf(')', from);
        return to > 0 && int.TryParse(status.AsSpan(from, to - from), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : null;
    }

    /// <summary>The longest that a container whose status begins with <c>Up</c> may have been running; null where it does not say.</summary>
    public static TimeSpan? LongestUptime(string status)
    {
        if (!status.StartsWith("Up ", StringComparison.Ordinal))
        {
            return null;
        }

        var words = status.AsSpan(3);
        if (words.StartsWith("Less than a second"))
        {
            return TimeSpan.FromSeconds(1);
        }

        if (words.StartsWith("About a minute"))
        {
            return TimeSpan.FromMinutes(2);
        }

        if (words.StartsWith("About an hour"))
        {
            return TimeSpan.FromHours(2);
        }

        var space = words.IndexOf(' ');
        return space > 0 && int.TryParse(words[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Longest(count, words[(space + 1)..]) : null;
    }

    /// <summary>The engine cuts to whole units, and rounds hours.</summary>
    private static TimeSpan? Longest(int count, ReadOnlySpan<char> unit) =>
        unit.StartsWith("second") ? TimeSpan.FromSeconds(count + 1)
        : unit.StartsWith("minute") ? TimeSpan.FromMinutes(count + 1)
        : unit.StartsWith("hour") ? TimeSpan.FromHours(count + 1)
        : unit.StartsWith("day") ? TimeSpan.FromDays(count + 2)
        : unit.StartsWith("week") ? TimeSpan.FromDays((count + 1) * 7)
        : unit.StartsWith("month") ? TimeSpan.FromDays((count + 1) * 31)
        : unit.StartsWith("year") ? TimeSpan.FromDays((count + 1) * 366)
        : null;
}
