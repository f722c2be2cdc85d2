using System.Net.Sockets;
using System.Text;

namespace Plumb.TestKit;

/// <summary>Between a client and the engine's socket: counts what is asked.</summary>
public sealed class CountingProxy : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _engine;
    private readonly List<string> _asked = [];

    private static byte[] NotFound => "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"message\":\"no\"}"u8.ToArray();

    public CountingProxy(TempDir directory, RealEngine engine)
    {
        _engine = engine.SocketPath;
        _listener.Bind(new UnixDomainSocketEndPoint(directory.At("proxy.sock")));
        _listener.Listen();
        Host = "unix://" + directory.At("proxy.sock");
        _ = AcceptAsync();
    }

    public string Host { get; }

    /// <summary>Paths that are answered as if nothing of the kind were there.</summary>
    public Func<string, bool> IsMissing { get; set; } = _ => false;

    /// <summary>Method and path of every request since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_asked)
        {
            string[] taken = [.. _asked];
            _asked.Clear();
            return taken;
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var from = client;
        using var to = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await to.ConnectAsync(new UnixDomainSocketEndPoint(_engine));
        await Task.WhenAny(PumpAsync(from, to, count: true), PumpAsync(to, from, count: false));
    }

    private async Task PumpAsync(Socket from, Socket to, bool count)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer) is var length and > 0)
        {
            if (count)
            {
                // A request without a body is one packet on a Unix socket; of one with a body the rest is none.
                var line = Encoding.ASCII.GetString(buffer, 0, length).Split("\r\n")[0];
                if (!line.EndsWith(" HTTP/1.1", StringComparison.Ordinal))
                {
                    await to.SendAsync(buffer.AsMemory(0, length));
                    continue;
                }

                var asked = line[..line.LastIndexOf(' ')].Split('?')[0];
                lock (_asked)
                {
                    _asked.Add(asked);
                }

                if (IsMissing(asked))
                {
                    await from.SendAsync(NotFound);
                    continue;
                }
            }

            await to.SendAsync(buffer.AsMemory(0, length));
        }
    }
}
