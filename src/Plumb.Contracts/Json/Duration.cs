using System.Globalization;
using System.Text;

namespace Plumb.Contracts.Json;

/// <summary>Durations in people's form: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>7d</c>; units from large to small, each once.</summary>
public static class Duration
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>False for anything else, a bare number and a negative value included.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = TimeSpan.Zero;
        var at = 0;
        var last = -1;
        long ticks = 0;
        while (at < text.Length)
        {
            var from = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (!int.TryParse(text.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            var unitFrom = at;
            while (at < text.Length && char.IsAsciiLetter(text[at]))
            {
                at++;
            }

            var word = text[unitFrom..at];
            var unit = Array.FindIndex(Units, u => u.Unit == word);
            if (unit <= last)
            {
                return false;
            }

            last = unit;
            ticks += number * Units[unit].Ticks;
        }

        value = TimeSpan.FromTicks(ticks);
        return last >= 0;
    }

    public static string Format(TimeSpan value)
    {
        if (value.Ticks < TimeSpan.TicksPerMillisecond)
        {
            return "0s";
        }

        var text = new StringBuilder();
        var rest = value.Ticks;
        foreach (var (unit, ticks) in Units)
        {
            if (rest >= ticks)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / ticks}{unit}");
                rest %= ticks;
            }
        }

        return text.ToString();
    }
}
