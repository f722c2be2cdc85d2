using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plumb.Server.Tests.Webhooks;

/// <summary>Alone: what it measures is the whole process's.</summary>
[Collection(nameof(Alone))]
public sealed class BodyLimitTests
{
    private const long OneGibibyte = 1L << 30;
    private const int OneMebibyte = 1 << 20;

    [Fact]
    public async Task A_body_of_one_mebibyte_is_read_and_one_byte_more_is_not()
    {
        await using var server = await WebhookServer.StartAsync();
        var push = server.Push("GitHub");
        var json = Encoding.UTF8.GetBytes(push.Json);
        byte[] full = [.. json, .. Enumerable.Repeat((byte)' ', OneMebibyte - json.Length)];
        Assert.Equal("accepted", await server.SendAsync(push with { Body = full }));
        await server.RefusedAsync(push with { Body = [.. full, (byte)' '] }, HttpStatusCode.RequestEntityTooLarge, "body.tooLarge");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_one_gibibyte_is_refused_and_never_taken_into_memory(bool chunked)
    {
        await using var server = await WebhookServer.StartAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var (answer, sent) = await PourAsync(server.Http.BaseAddress!, chunked);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("body.tooLarge", answer, StringComparison.Ordinal);
        // What lies in the sockets' buffers has gone out, too.
        Assert.InRange(sent, 0, 64 * OneMebibyte);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 * OneMebibyte);
    }

    /// <summary>Pours until the server no longer takes any.</summary>
    private static async Task<(string Answer, long Sent)> PourAsync(Uri server, bool chunked)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        await using var stream = client.GetStream();
        var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {OneGibibyte}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/webhook HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: sha256=00\r\n{length}\r\n\r\n"));
        var head = new byte[8192];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answered = stream.ReadAtLeastAsync(head, 300, throwOnEndOfStream: false, limit.Token).AsTask();
        var sent = await SendAsync(stream, chunked);
        return (Encoding.ASCII.GetString(head, 0, await answered), sent);
    }

    private static async Task<long> SendAsync(NetworkStream stream, bool chunked)
    {
        var part = new byte[64 * 1024];
        long sent = 0;
        try
        {
            while (sent < OneGibibyte)
            {
                await stream.WriteAsync(chunked ? Encoding.ASCII.GetBytes($"{part.Length:x}\r\n") : ReadOnlyMemory<byte>.Empty);
                await stream.WriteAsync(part);
                await stream.WriteAsync(chunked ? "\r\n"u8.ToArray() : ReadOnlyMemory<byte>.Empty);
                sent += part.Length;
            }
        }
        catch (IOException)
        {
            // The server hung up: what it answered was sent before.
        }

        return sent;
    }
}
