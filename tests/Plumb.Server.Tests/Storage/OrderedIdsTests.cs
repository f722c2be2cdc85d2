using Plumb.Server.Storage;

namespace Plumb.Server.Tests.Storage;

public sealed class OrderedIdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void They_sort_in_the_order_in_which_they_were_made_within_one_millisecond_and_over_a_clock_set_back()
    {
        var ids = new OrderedIds();
        DateTimeOffset[] times = [.. Enumerable.Repeat(Noon, 10_000), Noon.AddHours(-1), Noon, Noon.AddMinutes(1)];

        var made = times.Select(at => ids.Next(at).ToString()).ToList();

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void They_are_of_version_seven_and_tell_their_time()
    {
        var made = new OrderedIds().Next(Noon);

        Assert.Equal((7, 8), (made.Version, made.Variant & 0xC));
        Assert.StartsWith(Noon.ToUnixTimeMilliseconds().ToString("x12", provider: null), made.ToString().Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
