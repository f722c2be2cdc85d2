using System.Net.Sockets;
using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Tests.Engine;

/// <summary>Every way in which an engine can be away is Unreachable, never an error of the thing asked for, never an exception.</summary>
public sealed class EngineAwayTests
{
    private static readonly EngineTimeouts Short = new() { Look = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task No_socket()
    {
        using var client = World.Client("unix:///nonexistent/docker.sock");
        var away = Assert.IsType<EngineAnswer<List<ContainerItem>>.Unreachable>(await client.ListContainersAsync(project: null, default));
        Assert.Equal("cannot reach the Docker engine at unix:///nonexistent/docker.sock: there is no such socket. Start the engine, or name another with DOCKER_HOST", away.Why);
    }

    [Fact]
    public async Task Nobody_listens()
    {
        using var directory = new TempDir();
        var path = directory.At("x.sock");
        using (var listener = Listen(path))
        {
            listener.Close();
        }

        File.WriteAllText(path, "");
        using var client = World.Client("unix://" + path);
        Assert.IsType<EngineAnswer<EngineVersion>.Unreachable>(await client.VersionAsync(default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Version\":")]
    [InlineData("garbage\r\n\r\n")]
    public async Task It_ends_in_the_middle(string answer)
    {
        using var directory = new TempDir();
        using var listener = Listen(directory.At("x.sock"));
        using var stop = new CancellationTokenSource();
        var serve = ServeAsync(listener, System.Text.Encoding.ASCII.GetBytes(answer), stop.Token);
        using var client = World.Client("unix://" + directory.At("x.sock"));
        Assert.IsType<EngineAnswer<EngineVersion>.Unreachable>(await client.VersionAsync(default));
        await stop.CancelAsync();
        await serve;
        await serve;
    }

    [Fact]
    public async Task It_takes_the_call_and_never_answers()
    {
        using var directory = new TempDir();
        using var listener = Listen(directory.At("x.sock"));
        using var client = World.Client("unix://" + directory.At("x.sock"), Short);
        var away = Assert.IsType<EngineAnswer<EngineVersion>.Unreachable>(await client.VersionAsync(default));
        Assert.Contains("did not answer within 0.3 s", away.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_answer()
    {
        using var directory = new TempDir();
        using var listener = Listen(directory.At("x.sock"));
        using var client = World.Client("unix://" + directory.At("x.sock"));
        using var stop = new CancellationTokenSource();
        var call = client.VersionAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    // Every connection: a client may try once more when a kept one was closed without a word.
    private static async Task ServeAsync(Socket listener, byte[] answer, CancellationToken stop)
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                using var peer = await listener.AcceptAsync(stop);
                await peer.ReceiveAsync(buffer, stop);
                await peer.SendAsync(answer, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    private static Socket Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return listener;
    }
}
