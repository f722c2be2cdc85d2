using System.Diagnostics.Metrics;
using System.Text;

namespace Plumb.Server.Api.Metrics;

/// <summary>Prometheus names of our instruments: <c>plumb.poll.answers</c> becomes <c>plumb_poll_answers_total</c>.</summary>
/// <remarks>Source: OpenTelemetry, "Prometheus and OpenMetrics Compatibility": units as suffix, counters end in <c>_total</c>.</remarks>
internal static class MetricNames
{
    public static string Of(Instrument instrument)
    {
        var name = Words(instrument.Name);
        name = name.StartsWith("plumb_", StringComparison.Ordinal) ? name : $"plumb_{name}";
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return KindOf(instrument) == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</summary>
    public static string KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter"
            : "gauge";
    }

    /// <summary>Tags as <c>{a="b"}</c>; nothing for none.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(Words(key)).Append("=\"").Append(Escaped($"{value}")).Append('"');
        }

        return text.ToString();
    }

    private static string Words(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
