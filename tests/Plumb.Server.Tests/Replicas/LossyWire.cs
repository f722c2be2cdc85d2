using System.Net.Sockets;
using System.Text;

namespace Plumb.Server.Tests.Replicas;

/// <summary>
/// Stands between a control plane and PostgreSQL and, once it is told to, loses the answer to one commit: PostgreSQL has made it, and the connection
/// ends before anybody hears of that.
/// </summary>
internal sealed class LossyWire : IDisposable
{
    private static readonly byte[] Commit = Encoding.ASCII.GetBytes("COMMIT");
    private readonly string _server;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private volatile byte[]? _marker;
    private int _lost;

    /// <param name="directory">Of its socket; exists, and is short.</param>
    /// <param name="server">PostgreSQL's socket.</param>
    public LossyWire(string directory, string server)
    {
        _server = server;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(directory, ".s.PGSQL.5432")));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public int Lost => _lost;

    /// <summary>Loses the answer to the next commit of a session in which these words were sent.</summary>
    public void LoseCommitOf(string words) => _marker = Encoding.UTF8.GetBytes(words);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptAsync(_stop.Token);
            var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_server), _stop.Token);
            var session = new Session(client, server);
            _ = AskAsync(session);
            _ = AnswerAsync(session);
        }
    }

    private async Task AskAsync(Session session)
    {
        var (buffer, marked) = (new byte[64 * 1024], false);
        for (int read; (read = await ReceiveAsync(session.Client, buffer)) > 0;)
        {
            var sent = buffer.AsMemory(0, read);
            marked |= _marker is { } marker && sent.Span.IndexOf(marker) >= 0;
            if (marked && sent.Span.IndexOf(Commit) >= 0)
            {
                (_marker, session.LosesNext) = (null, true);
            }

            await session.Server.SendAsync(sent);
        }

        session.End();
    }

    private async Task AnswerAsync(Session session)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await ReceiveAsync(session.Server, buffer)) > 0;)
        {
            if (session.LosesNext)
            {
                Interlocked.Increment(ref _lost);
                break;
            }

            await session.Client.SendAsync(buffer.AsMemory(0, read));
        }

        session.End();
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side, or the other direction, ended.
            return 0;
        }
    }

    private sealed class Session(Socket client, Socket server)
    {
        public Socket Client { get; } = client;

        public Socket Server { get; } = server;

        public volatile bool LosesNext;

        public void End()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }
}
