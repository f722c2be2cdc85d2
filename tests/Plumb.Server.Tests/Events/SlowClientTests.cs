using System.Net;
using System.Net.Sockets;
using System.Text;
using Plumb.Contracts.Events;
using Plumb.Server.Events;

namespace Plumb.Server.Tests.Events;

public sealed class SlowClientTests
{
    // Far more than the sockets' buffers and the listener's queue hold together.
    private const int Sent = 4000;

    [Fact]
    public async Task A_client_that_does_not_read_gets_a_new_snapshot_and_then_what_comes()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var hub = server.Server.Service<EventHub>();
        using var slow = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(IPAddress.Loopback, server.Server.Address.Port);
        await slow.SendAsync(Encoding.ASCII.GetBytes($"GET /api/events HTTP/1.1\r\nHost: {server.Server.Address.Authority}\r\n\r\n"));
        using var stream = new StreamReader(new NetworkStream(slow));
        Assert.Equal("stack.snapshot", (await NextAsync(stream)).Name);
        for (var i = 0; i < Sent; i++)
        {
            hub.Refreshed(new RefreshStatusEvent("main", null, new string('x', 16 * 1024), null, null, null, "completed", null));
        }

        await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));

        List<(long Id, string Name, string Data)> told = [];
        while (told is not [.., (_, not "refresh.status", var data)] || !data.Contains("\"api\"", StringComparison.Ordinal))
        {
            told.Add(await NextAsync(stream));
        }

        Assert.Contains(told, one => one.Name == "stack.snapshot");
        Assert.InRange(told.Count(one => one.Name == "refresh.status"), 0, Sent - 1);
        Assert.Equal(told.Select(one => one.Id).Order(), told.Select(one => one.Id));
    }

    private static async Task<(long Id, string Name, string Data)> NextAsync(StreamReader stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (id, name) = (0L, "");
        while (await stream.ReadLineAsync(limit.Token) is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["id", var text]: id = long.Parse(text, provider: null); break;
                case ["event", var text]: name = text; break;
                case ["data", var text]: return (id, name, text);
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
