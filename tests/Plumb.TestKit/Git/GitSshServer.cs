using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Plumb.TestKit;

/// <summary>A real OpenSSH server on loopback, for the user who runs the tests; keys only.</summary>
public sealed class GitSshServer : IDisposable
{
    // sshd starts itself again for each connection, and insists on its absolute path.
    private static readonly string Program = new[] { "/usr/sbin/sshd", "/usr/local/sbin/sshd" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("There is no sshd: run eng/machine/ensure-test-tools.sh.");

    private readonly TempDir directory = new("plumb-sshd-");
    private Process? sshd;

    private GitSshServer(int port) => Port = port;

    public int Port { get; }

    /// <summary>The private key that it lets in.</summary>
    public string Key => directory.At("key");

    /// <summary>A private key that it knows nothing of.</summary>
    public string OtherKey => directory.At("other");

    public string Log => File.Exists(directory.At("log")) ? File.ReadAllText(directory.At("log")) : "";

    public static async Task<GitSshServer> StartAsync()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var server = new GitSshServer(((IPEndPoint)free.LocalEndpoint).Port);
        free.Stop();
        foreach (var key in new[] { "host", "key", "other" })
            await Command.MustAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", server.directory.At(key)]);
        File.Copy(server.directory.At("key.pub"), server.directory.At("authorized"));
        await server.RunAsync();
        return server;
    }

    /// <summary>What a source names.</summary>
    public string Address(string path) => $"ssh://{Environment.UserName}@127.0.0.1:{Port}{path}";

    /// <summary>As a host that was exchanged: the same place, another key.</summary>
    public async Task ChangeHostKeyAsync()
    {
        Stop();
        File.Delete(directory.At("host"));
        await Command.MustAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", directory.At("host")]);
        await RunAsync();
    }

    public void Dispose()
    {
        Stop();
        directory.Dispose();
    }

    private async Task RunAsync()
    {
        // Where sshd puts its part without privileges; its package makes it when the service starts.
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory("/run/sshd");
        directory.Write("config", $"""
            ListenAddress 127.0.0.1:{Port}
            HostKey {directory.At("host")}
            AuthorizedKeysFile {directory.At("authorized")}
            PidFile {directory.At("pid")}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            MaxStartups 100

            """);
        sshd = Process.Start(new ProcessStartInfo(Program, ["-D", "-f", directory.At("config"), "-E", directory.At("log")]) { UseShellExecute = false })
            ?? throw new InvalidOperationException("sshd did not start");
        await Wait.UntilAsync(IsListeningAsync, TimeSpan.FromSeconds(20), () => $"sshd listening. Its log:\n{Log}");
    }

    private async Task<bool> IsListeningAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Stop()
    {
        sshd?.Kill();
        sshd?.WaitForExit();
        sshd?.Dispose();
        sshd = null;
    }
}
