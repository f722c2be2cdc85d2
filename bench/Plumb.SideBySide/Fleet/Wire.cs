using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plumb.SideBySide.Fleet;

/// <summary>One kept-alive connection that says prepared bytes and reads answers: the client costs next to nothing of the processor that is measured.</summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[1024];

    public Wire(int port) => socket.Connect(new IPEndPoint(IPAddress.Loopback, port));

    public void Send(byte[] request)
    {
        if (socket.Send(request) != request.Length)
            throw new IOException("a request was cut");
    }

    /// <summary>An answer without a body.</summary>
    public void Expect304()
    {
        var length = 0;
        do
        {
            length += Some(socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None));
        }
        while (!Ends(length));
        if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 304 "u8))
            throw new InvalidOperationException($"answered with {Encoding.ASCII.GetString(buffer, 0, length)}");
    }

    public async Task<WireAnswer> AskAsync(byte[] request, CancellationToken cancellation = default)
    {
        await socket.SendAsync(request, cancellation);
        var length = 0;
        var head = -1;
        while (head < 0)
        {
            Grow(length);
            length += Some(await socket.ReceiveAsync(buffer.AsMemory(length), cancellation));
            head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }

        var lines = Encoding.ASCII.GetString(buffer, 0, head).Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var whole = head + 4 + (status == 304 ? 0 : int.Parse(Header(lines, "Content-Length") ?? "0", CultureInfo.InvariantCulture));
        while (length < whole)
        {
            Grow(length);
            length += Some(await socket.ReceiveAsync(buffer.AsMemory(length), cancellation));
        }

        return new WireAnswer(status, Header(lines, "ETag"), status == 304 ? "" : Encoding.UTF8.GetString(buffer, head + 4, whole - head - 4));
    }

    public void Dispose() => socket.Dispose();

    private bool Ends(int length) => buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8);

    private static int Some(int read) => read > 0 ? read : throw new IOException("the connection was closed");

    private void Grow(int length)
    {
        if (length == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 4);
    }

    private static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}

internal sealed record WireAnswer(int Status, string? ETag, string Body);
