using System.Text;
using Plumb.Server.Webhooks;

namespace Plumb.Server.Tests.Webhooks;

public sealed class DeliveriesTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Deliveries _deliveries;

    public DeliveriesTests() => _deliveries = new Deliveries(_time);

    [Fact]
    public void A_body_is_known_for_ten_minutes_and_an_id_for_a_day()
    {
        Assert.True(Take("1", "a"));
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(Take("2", "a"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(Take("2", "a"));
        _time.Advance(TimeSpan.FromHours(23));
        Assert.False(Take("1", "b"));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(Take("1", "b"));
    }

    [Fact]
    public void Without_an_id_the_body_alone_tells()
    {
        Assert.True(Take(null, "a"));
        Assert.True(Take(null, "b"));
        Assert.False(Take(null, "a"));
    }

    [Fact]
    public void Of_very_many_the_oldest_are_forgotten()
    {
        for (var i = 0; i < 5000; i++)
        {
            Assert.True(Take($"{i}", $"{i}"));
        }

        Assert.False(Take("4999", "x"));
        Assert.True(Take("0", "0"));
    }

    private bool Take(string? id, string body) => _deliveries.Take(id, Encoding.UTF8.GetBytes(body));
}
