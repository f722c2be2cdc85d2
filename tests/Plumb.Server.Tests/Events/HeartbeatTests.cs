using Plumb.TestKit;

namespace Plumb.Server.Tests.Events;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_silent_stream_says_every_fifteen_seconds_that_it_is_there()
    {
        var time = new TurnedTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await RunningServer.StartAsync(time: time);
        using var stream = await EventStream.OpenAsync(server.Http);
        await stream.NextAsync();
        Assert.Equal("", await stream.LineAsync());

        for (var beat = 0; beat < 3; beat++)
        {
            await Wait.UntilAsync(() => time.Due(Heartbeat) == 1, TimeSpan.FromSeconds(20), "the stream waiting for fifteen seconds");
            time.Advance(Heartbeat);
            Assert.Equal(": still here", await stream.LineAsync());
            Assert.Equal("", await stream.LineAsync());
        }

        await Wait.UntilAsync(() => time.Due(Heartbeat) == 1, TimeSpan.FromSeconds(20), "the stream waiting for fifteen seconds");
        time.Advance(Heartbeat - TimeSpan.FromMilliseconds(1));
        await server.PublishAsync(Found.Stack("web"));
        Assert.StartsWith("id: ", await stream.LineAsync(), StringComparison.Ordinal);
    }
}
