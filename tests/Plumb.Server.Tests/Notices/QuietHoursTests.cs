using Plumb.Server.Notices.Planning;

namespace Plumb.Server.Tests.Notices;

public sealed class QuietHoursTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-06-01T19:59:59Z", null)]
    [InlineData("2026-06-01T20:00:00Z", "2026-06-02T05:00:00Z")]
    [InlineData("2026-06-02T04:59:59Z", "2026-06-02T05:00:00Z")]
    [InlineData("2026-06-02T05:00:00Z", null)]
    [InlineData("2026-12-01T21:00:00Z", "2026-12-02T06:00:00Z")]
    public void They_go_by_the_clock_of_the_place(string now, string? end) =>
        Assert.Equal(end is null ? null : DateTimeOffset.Parse(end), new QuietHours(new(22, 0), new(7, 0), Berlin).EndOf(DateTimeOffset.Parse(now)));

    // In the night of 29 March 2026 the hour from 2 to 3 is skipped, in that of 25 October it comes twice.
    [Theory]
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z")]
    public void An_end_in_the_hour_that_is_skipped_or_doubled_comes(string now, string end)
    {
        var quiet = new QuietHours(new(22, 0), new(2, 30), Berlin);
        var at = DateTimeOffset.Parse(now);
        while (quiet.EndOf(at) is { } next)
        {
            Assert.True(next > at);
            at = next;
        }

        Assert.Equal(DateTimeOffset.Parse(end), at);
    }
}
