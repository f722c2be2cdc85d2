namespace Plumb.Cli.Kinds;

/// <summary>How long ago, short, in the largest unit that fits: <c>5s</c>, <c>12m</c>, <c>3h</c>, <c>9d</c>.</summary>
internal static class Age
{
    public static string Of(DateTimeOffset? then, DateTimeOffset now) => then is null ? "" : Of(now - then.Value);

    public static string Of(TimeSpan age) => age switch
    {
        { Ticks: < 0 } => "0s",
        { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds}s",
        { TotalHours: < 2 } => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
        _ => $"{(int)age.TotalDays}d",
    };
}
