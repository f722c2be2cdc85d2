using System.Net.Sockets;

namespace Plumb.SideBySide;

/// <summary>A Unix socket that passes everything on to another one and counts the HTTP requests that go through.</summary>
internal sealed class CountingSocket : IDisposable
{
    private static readonly byte[][] Methods = ["GET /"u8.ToArray(), "POST /"u8.ToArray(), "DELETE /"u8.ToArray(), "HEAD /"u8.ToArray(), "PUT /"u8.ToArray()];
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string upstream;
    private int requests;

    public CountingSocket(string path, string upstream)
    {
        this.upstream = upstream;
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(64);
        _ = AcceptAsync();
    }

    /// <summary>Requests that have gone through by now.</summary>
    public int Requests => Volatile.Read(ref requests);

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassAsync(await listener.AcceptAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task PassAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await engine.ConnectAsync(new UnixDomainSocketEndPoint(upstream));
            await Task.WhenAny(PumpAsync(client, engine, counts: true), PumpAsync(engine, client, counts: false));
        }
        catch (SocketException)
        {
            // The engine is away: the client sees its connection end, as it would without us.
            client.Close();
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool counts)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReceiveAsync(buffer)) > 0)
        {
            // A client writes the head of a request at once, so a request begins a chunk.
            if (counts && Methods.Any(m => buffer.AsSpan(0, read).StartsWith(m)))
                Interlocked.Increment(ref requests);
            await to.SendAsync(buffer.AsMemory(0, read));
        }
    }
}
