namespace Plumb.Server.Notices.Planning;

/// <summary>Hours of each day, by the clock of a place, in which only critical notices are sent.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Not included; before <paramref name="From"/>: on the next day. Never the same.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    public bool Covers(DateTimeOffset at) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime).IsBetween(From, To);

    /// <summary>When the quiet hours that hold now end; null: none hold.</summary>
    /// <remarks>Found by the clock of the place, so that the hour that is skipped or doubled in spring and autumn is right.</remarks>
    public DateTimeOffset? EndOf(DateTimeOffset now)
    {
        if (!Covers(now))
        {
            return null;
        }

        var local = TimeZoneInfo.ConvertTime(now, Zone).DateTime;
        var end = local.Date + To.ToTimeSpan();
        end = end <= local ? end.AddDays(1) : end;
        // A time that does not exist that day: the first one after it that does.
        while (Zone.IsInvalidTime(end))
        {
            end = end.AddMinutes(1);
        }

        var at = new DateTimeOffset(end, Zone.GetUtcOffset(end));
        return at > now ? at : now.AddMinutes(1);
    }
}
