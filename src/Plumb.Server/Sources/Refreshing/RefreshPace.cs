namespace Plumb.Server.Sources.Refreshing;

/// <summary>When the next refresh is due. Pure.</summary>
internal static class RefreshPace
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    /// <summary>The poll interval after a good refresh; after failures 5 s, doubling to 5 min, or to the poll interval where that is longer.</summary>
    /// <param name="failures">In a row.</param>
    public static TimeSpan Next(TimeSpan poll, int failures)
    {
        if (failures == 0)
        {
            return poll;
        }

        var first = poll < FirstRetry ? poll : FirstRetry;
        var longest = poll > LongestRetry ? poll : LongestRetry;
        var next = first * Math.Pow(2, Math.Min(failures - 1, 30));
        return next < longest ? next : longest;
    }
}
