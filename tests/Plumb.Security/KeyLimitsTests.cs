using System.Net;
using Plumb.Server.Keys;
using Plumb.Server.Tests;
using Plumb.Server.Tests.Keys;

namespace Plumb.Security;

/// <summary>Advisory row 30: keys expire and are rotated (see the tests of keys), and who tries bad ones again and again is refused without disturbing anybody else.</summary>
public sealed class KeyLimitsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Ten_thousand_bad_tries_are_refused_and_each_good_one_among_them_is_let_in()
    {
        await using var server = await RunningServer.StartAsync();
        var good = await server.MakeKeyAsync("viewer", "eve");
        using var knocks = server.WithKey($"plumb_viewer_{good.Key.Id}_{new string('0', 64)}");
        using var enters = server.WithKey(good.Token);
        var refused = new int[2];
        for (var i = 0; i < 10_000; i++)
        {
            using var bad = await knocks.GetAsync("/api/stacks");
            Assert.True(bad.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{bad.StatusCode}");
            refused[bad.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0]++;
            if (i % 20 == 0)
            {
                using var response = await enters.GetAsync("/api/stacks");
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }

        Assert.True(refused[1] > 9_000, $"{refused[0]} were looked at, {refused[1]} were not.");
        Assert.InRange(server.Logs.Lines.Count(line => line.StartsWith("key.tries", StringComparison.Ordinal)), 1, 100);
    }

    [Fact]
    public async Task Past_the_limit_it_is_said_when_to_come_again_and_a_minute_later_it_may()
    {
        var time = new ManualTime(Noon);
        await using var server = await RunningServer.StartAsync(time: time);
        using var knocks = server.WithKey($"plumb_viewer_0_{new string('0', 64)}");
        for (var i = 0; i < FailedTries.Limit; i++)
        {
            using var response = await knocks.GetAsync("/api/stacks");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        using var past = await knocks.GetAsync("/api/stacks");
        await past.ProblemAsync(HttpStatusCode.TooManyRequests, "tries.limited");
        Assert.Equal(TimeSpan.FromMinutes(1), past.Headers.RetryAfter!.Delta);
        time.Advance(TimeSpan.FromMinutes(1));
        using var later = await knocks.GetAsync("/api/stacks");
        Assert.Equal(HttpStatusCode.Unauthorized, later.StatusCode);
    }

    [Fact]
    public void Each_address_and_each_key_is_counted_by_itself()
    {
        var tries = new FailedTries(new ManualTime(Noon));
        for (var i = 1; i <= 50; i++)
        {
            Assert.Equal(i, tries.Note(IPAddress.Parse("192.0.2.1"), key: null));
        }

        Assert.Equal(1, tries.Note(IPAddress.Parse("192.0.2.2"), key: null));
        Assert.Equal(1, tries.Note(IPAddress.Parse("192.0.2.3"), "k1"));
        Assert.Equal(2, tries.Note(IPAddress.Parse("192.0.2.4"), "k1"));

        // One host has a whole network of IPv6; and its IPv4 in either form.
        Assert.Equal(1, tries.Note(IPAddress.Parse("2001:db8::1"), key: null));
        Assert.Equal(2, tries.Note(IPAddress.Parse("2001:db8::ffff:1"), key: null));
        Assert.Equal(51, tries.Note(IPAddress.Parse("::ffff:192.0.2.1"), key: null));
    }

    [Fact]
    public void A_flood_from_everywhere_takes_no_more_memory_than_its_bound()
    {
        var tries = new FailedTries(new ManualTime(Noon));
        var most = 0;
        for (var i = 0; i < 20_000; i++)
        {
            most = Math.Max(most, tries.Note(new IPAddress(0x0a000000L + i), key: null));
        }

        // Past ten thousand addresses the rest is counted together.
        Assert.Equal(10_000, most);
    }
}
