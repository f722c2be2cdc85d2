using Xunit;

namespace Plumb.TestKit;

/// <summary>
/// A private Docker engine in namespaces of its own: bridge networks, iptables and published ports work, and collide with nobody.
/// Use as an xunit fixture, or through <see cref="SharedEngine"/>. Starts in well under a second; has the images
/// <c>busybox:latest</c>, <c>plumb/web:1</c> and <c>plumb/web:2</c> (their containers stop at once: the stop signal is KILL); reaches no registry,
/// so a pull fails at once.
/// </summary>
public sealed class RealEngine : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly string directory;
    private EngineCage? cage;
    private string storage = "overlay2";
    private bool gone;

    public RealEngine()
    {
        EngineRemains.SweepStale();
        directory = EngineRemains.Claim();
        Api = new EngineApi(SocketPath);
    }

    public string SocketPath => Path.Combine(directory, "docker.sock");

    /// <summary>What <c>DOCKER_HOST</c> takes.</summary>
    public string Host => "unix://" + SocketPath;

    public EngineApi Api { get; }

    public string LogPath => Path.Combine(directory, "log");

    /// <summary>Starts it and loads the images.</summary>
    public async Task InitializeAsync()
    {
        cage = await EngineCage.OpenAsync(LogPath);
        // In memory, and seen inside only: engines write everything through to the disk, which all of them share.
        await DoAsync($"mkdir {directory}/root && mount -t tmpfs -o mode=0711 tmpfs {directory}/root");
        if (!await TryStartAsync())
        {
            storage = "vfs";
            await StartAsync();
        }

        await AddImageAsync("busybox:latest");
        await AddImageAsync("plumb/web:1", "VERSION=1");
        await AddImageAsync("plumb/web:2", "VERSION=2");
    }

    /// <summary>
    /// Starts a stopped or killed engine, and waits until it answers. As under a service manager it is started again when it gives up: on a busy
    /// machine its containerd may need longer than the engine waits for it.
    /// </summary>
    public async Task StartAsync()
    {
        if (!await TryStartAsync() && !await TryStartAsync() && !await TryStartAsync())
            throw new InvalidOperationException($"The engine did not start:\n{string.Join('\n', File.ReadLines(LogPath).TakeLast(30))}");
    }

    /// <summary>As <c>systemctl stop docker</c>: containers end, and the engine ends.</summary>
    public Task StopAsync() => EndAsync("TERM");

    /// <summary>As a crash: no time for anything; containers run on until the engine comes back.</summary>
    public Task KillAsync() => EndAsync("KILL");

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>It takes connections and never answers, until <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => DoAsync("kill -STOP $engine");

    public Task ThawAsync() => DoAsync("kill -CONT $engine");

    /// <summary>Loads busybox under a further name; a known name moves to the new image.</summary>
    /// <param name="environment">Entries such as <c>VERSION=3</c>; they make it another image.</param>
    public async Task AddImageAsync(string reference, params string[] environment)
    {
        using var body = new ByteArrayContent(await BusyboxImage.ArchiveAsync(reference, environment));
        body.Headers.ContentType = new("application/x-tar");
        var answer = await Api.PostAsync("images/load?quiet=1", body);
        if (!answer.Contains("Loaded image", StringComparison.Ordinal))
            throw new InvalidOperationException(answer);
    }

    /// <summary>The <c>docker</c> command on this engine; fails unless it ends with 0. Returns its output without the last newline.</summary>
    public async Task<string> DockerAsync(params string[] arguments) =>
        (await Command.MustAsync("docker", arguments, environment: CommandEnvironment)).TrimEnd('\n');

    /// <summary>For commands that are started on this engine.</summary>
    public IReadOnlyDictionary<string, string?> CommandEnvironment =>
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOCKER_HOST"] = Host, ["DOCKER_CONTEXT"] = null };

    /// <summary>Gets a page from a published port, which is seen inside the engine's network only. Null: nobody answers there (yet).</summary>
    public async Task<string?> FetchAsync(Uri url)
    {
        var script = $"exec 3<>/dev/tcp/{url.Host}/{url.Port} && printf 'GET {url.PathAndQuery} HTTP/1.0\\r\\n\\r\\n' >&3 && timeout 5 cat <&3";
        var answer = await Command.RunAsync("nsenter", ["--target", $"{cage!.Holder}", "--net", "bash", "-c", script]);
        var body = answer.Output.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return answer.ExitCode == 0 && body >= 0 ? answer.Output[(body + 4)..] : null;
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (gone)
            return;
        gone = true;
        Api.Dispose();
        EngineRemains.Thaw(directory);
        cage?.Dispose();
        EngineRemains.Remove(directory);
    }

    private async Task<bool> TryStartAsync()
    {
        var line = $"rm -f {directory}/pid {SocketPath}; dockerd --data-root {directory}/root --exec-root {directory}/exec --pidfile {directory}/pid"
            + $" --host {Host} --storage-driver {storage} --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent /{EngineRemains.ControlGroup(directory)} --default-address-pool base=10.64.0.0/10,size=24"
            + $" >>{LogPath} 2>&1 & engine=$!";
        await DoAsync(line);
        var ended = false;
        await Wait.UntilAsync(
            async () => await Api.AnswersAsync() || (ended = await DoAsync("kill -0 $engine 2>/dev/null") != 0),
            Patience,
            () => $"an answer of the engine; its log is {LogPath}");
        return !ended;
    }

    private async Task EndAsync(string signal) => await DoAsync($"kill -{signal} $engine; wait $engine; true");

    private Task<int> DoAsync(string line) =>
        cage?.DoAsync(line, Patience) ?? throw new InvalidOperationException("Initialize the engine first.");
}
