using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Plumb.EndToEnd.Stage;
using Plumb.Server.Tests.Webhooks;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 7 (CVE-2024-40634): a webhook's body of any size takes no memory of the running process.</summary>
public sealed class WebhookBodyTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const long Gibibyte = 1L << 30;

    [Theory]
    [InlineData("Content-Length: 1073741824")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_body_of_one_gibibyte_is_refused_and_memory_stays_flat(string length)
    {
        await using var scene = await Scene.CreateAsync(shared.Engine, ("readme", "x"));
        await scene.StartAsync(environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLUMB_WEBHOOK_SECRET"] = Deliverer.Secret });
        var before = Peak(scene);
        Assert.StartsWith("HTTP/1.1 413 ", await PourAsync(scene.Plumb.Address, length), StringComparison.Ordinal);
        Assert.InRange(Peak(scene) - before, 0, 64 * 1024 * 1024);

        using var http = new HttpClient { BaseAddress = scene.Plumb.Address };
        using var push = await (Deliverer.Of("GitHub") with { Repository = $"file://{scene.Repo.Path}" }).SendAsync(http);
        Assert.Equal(HttpStatusCode.Accepted, push.StatusCode);
    }

    // The most that it ever had.
    private static long Peak(Scene scene) => 1024 * long.Parse(
        File.ReadLines($"/proc/{scene.Plumb.Id}/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static async Task<string> PourAsync(Uri server, string length)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/webhook HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: sha256=00\r\n{length}\r\n\r\n"));
        var head = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answered = stream.ReadAtLeastAsync(head, 100, throwOnEndOfStream: false, limit.Token).AsTask();
        await SendAsync(stream, chunked: length.StartsWith('T'));
        return Encoding.ASCII.GetString(head, 0, await answered);
    }

    private static async Task SendAsync(NetworkStream stream, bool chunked)
    {
        var part = new byte[1024 * 1024];
        try
        {
            for (long sent = 0; sent < Gibibyte; sent += part.Length)
            {
                if (chunked)
                    await stream.WriteAsync("100000\r\n"u8.ToArray());
                await stream.WriteAsync(part);
                if (chunked)
                    await stream.WriteAsync("\r\n"u8.ToArray());
            }
        }
        catch (IOException closed) when (closed.InnerException is SocketException)
        {
            // It takes no more, as it should.
            return;
        }
    }
}
