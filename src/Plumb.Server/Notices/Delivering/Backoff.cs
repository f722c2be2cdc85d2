namespace Plumb.Server.Notices.Delivering;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    public static readonly TimeSpan Base = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Cap = TimeSpan.FromHours(1);
    private const int Factor = 3;

    /// <param name="attempts">Tries that failed so far; at least 1.</param>
    /// <param name="random">From 0 to 1, drawn for this wait: half of the wait is left to chance, so that many do not come back at once.</param>
    /// <param name="asked">What the other side asked for; it only makes the wait longer, and never longer than the cap.</param>
    public static TimeSpan After(int attempts, double random, TimeSpan? asked)
    {
        var whole = Base * Math.Pow(Factor, Math.Min(attempts - 1, 20));
        var bounded = whole > Cap ? Cap : whole;
        var wait = bounded * (0.5 + (random / 2));
        return asked > wait ? (asked < Cap ? asked.Value : Cap) : wait;
    }
}
