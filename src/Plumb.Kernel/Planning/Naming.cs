namespace Plumb.Kernel.Planning;

/// <summary>Words for people: what a plan is about, in one line, and durations as the configuration writes them.</summary>
internal static class Naming
{
    private const int Most = 5;

    public static string Of(Plan plan)
    {
        var names = plan.Differences.IsEmpty
            ? plan.Steps.Select(step => step.Changes)
            : plan.Differences.Select(it => string.Join(' ', new[] { it.Service, it.Kind, it.Field }.Where(word => word is not null)));
        var distinct = names.Distinct(StringComparer.Ordinal).ToArray();
        return string.Join(", ", distinct.Take(Most)) + (distinct.Length > Most ? $" and {distinct.Length - Most} more" : "");
    }

    /// <summary>As <c>30s</c>, <c>5m</c>, <c>1h30m</c>.</summary>
    public static string Of(TimeSpan time)
    {
        var words = $"{Part((long)time.TotalHours, "h")}{Part(time.Minutes, "m")}{Part(time.Seconds, "s")}";
        return words.Length > 0 ? words : $"{time.Milliseconds}ms";

        static string Part(long count, string unit) => count == 0 ? "" : $"{count}{unit}";
    }
}
