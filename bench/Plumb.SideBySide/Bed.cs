using System.Diagnostics;
using System.Text.Json.Nodes;
using Plumb.TestKit;

namespace Plumb.SideBySide;

/// <summary>What a measurement lies on: a private engine behind a counting socket, a repository of stacks, and Plumb in a process of its own.</summary>
internal sealed class Bed : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly TempDir dir = new("plumb-bench-");
    private Process? plumb;

    public RealEngine Engine { get; } = new();

    public CountingSocket Counter { get; private set; } = null!;

    public GitRepo Repository { get; private set; } = null!;

    public string Compose { get; private set; } = "";

    public Process Plumb => plumb ?? throw new InvalidOperationException("Plumb was not started.");

    public int Port { get; private set; }

    public static string Model(string name) =>
        $"name: {name}\nservices:\n  app:\n    image: busybox:latest\n    command: [sleep, infinity]\n    network_mode: none\n    stop_signal: SIGKILL\n";

    public static string NameOf(int stack) => $"s{stack:000}";

    public static async Task<Bed> MakeAsync(int stacks)
    {
        var bed = new Bed();
        await bed.Engine.InitializeAsync();
        bed.Counter = new CountingSocket(bed.dir.At("engine.sock"), bed.Engine.SocketPath);
        bed.Compose = await RealCompose.PathAsync();
        await File.WriteAllTextAsync(bed.dir.At("compose"), $"#!/bin/sh\necho \"$@\" >> {bed.dir.At("runs")}\nexec {bed.Compose} \"$@\"\n");
        File.SetUnixFileMode(bed.dir.At("compose"), (UnixFileMode)0b111_101_101);
        bed.Repository = await GitRepo.CreateAsync([.. Enumerable.Range(0, stacks).Select(i => ($"{NameOf(i)}/compose.yaml", Model(NameOf(i))))]);
        bed.Port = FreePort();
        return bed;
    }

    /// <summary>How often Plumb ran Compose.</summary>
    public int ComposeRuns => File.Exists(dir.At("runs")) ? File.ReadLines(dir.At("runs")).Count() : 0;

    /// <param name="interval">Of the sweep.</param>
    /// <param name="data">Another one is a fresh start.</param>
    /// <param name="counts">Calls of the engine and runs of Compose are counted, both by something in between; not where Plumb is compared with what has nothing in between.</param>
    /// <param name="blind">No engine answers: everything is rendered and nothing applied.</param>
    /// <param name="repository">Its address; null: the local path.</param>
    /// <param name="more">Further flags.</param>
    public void StartPlumb(string interval, string data = "data", bool counts = false, bool blind = false, string? repository = null, params string[] more)
    {
        var start = new ProcessStartInfo(TestKit.Repository.At("bin", "plumb"), [
            "up", "--repo", repository ?? Repository.Path, "--revision", "main", "--dir", ".", "--data", dir.At(data), "--listen", $"127.0.0.1:{Port}",
            "--interval", interval, "--docker-host", "unix://" + (blind ? dir.At("nobody.sock") : counts ? dir.At("engine.sock") : Engine.SocketPath), "--compose-binary", counts ? dir.At("compose") : Compose, .. more])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        plumb = Process.Start(start)!;
        var log = new StreamWriter(dir.At("plumb.log"), append: true) { AutoFlush = true };
        plumb.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        plumb.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        plumb.BeginErrorReadLine();
        plumb.BeginOutputReadLine();
    }

    /// <summary>Stacks that Plumb has rendered.</summary>
    public int RenderedIn(string data) => dir.At(data, "state", "render") is var kept && Directory.Exists(kept) ? Directory.EnumerateFiles(kept, "*.json").Count() : 0;

    /// <summary>When the newest process said this in its log; null: it has not.</summary>
    public DateTimeOffset? SaidAt(string name)
    {
        using var reader = new StreamReader(File.Open(dir.At("plumb.log"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').LastOrDefault(l => l.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal)) is { } line
            ? JsonNode.Parse(line)!["time"]!.GetValue<DateTimeOffset>()
            : null;
    }

    public int TimesSaid(string name)
    {
        using var reader = new StreamReader(File.Open(dir.At("plumb.log"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').Count(l => l.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal));
    }

    /// <summary>Another file for a project that no repository has.</summary>
    public void Rewrite(string project, string model) => File.WriteAllText(dir.At($"{project}.yaml"), model);

    public async Task StopPlumbAsync()
    {
        await Command.MustAsync("kill", ["-TERM", $"{Plumb.Id}"]);
        await Plumb.WaitForExitAsync();
    }

    /// <summary>Asks ten times a second: more often would take from the processor that is measured.</summary>
    public async Task UntilSyncedAsync(int stacks)
    {
        var limit = Stopwatch.StartNew();
        while ((await RecordsAsync()).Count(r => r!["status"]!.GetValue<string>() == "synced") != stacks)
        {
            if (Plumb.HasExited || limit.Elapsed > Patience)
                throw new InvalidOperationException($"Not {stacks} stacks synced: {(Plumb.HasExited ? $"plumb ended with {Plumb.ExitCode}" : $"waited {Patience}")}; the log is {dir.At("plumb.log")}");
            await Task.Delay(100);
        }
    }

    public async Task<JsonArray> RecordsAsync()
    {
        using var http = new HttpClient();
        try
        {
            return JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/api/stacks")))!.AsArray();
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    /// <summary>With the admin key of a data directory, as the command has it.</summary>
    public HttpClient Admin(string data = "data") => new()
    {
        BaseAddress = new Uri($"http://127.0.0.1:{Port}"),
        DefaultRequestHeaders = { Authorization = new("Bearer", File.ReadAllText(dir.At(data, "admin.key")).Trim()) },
    };

    public async Task<double> MetricAsync(string name)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/metrics"));
        return text.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal) && !l.StartsWith('#'))
            .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    public async Task<JsonArray> RunningAsync(string project) =>
        (await Engine.Api.GetAsync($"containers/json?filters={Uri.EscapeDataString($$"""{"label":["com.docker.compose.project={{project}}"],"status":["running"]}""")}"))!.AsArray();

    /// <summary>Compose alone on a stack's file, or on a project that no repository has.</summary>
    public async Task ComposeAsync(string project, params string[] arguments)
    {
        var file = Path.Combine(Repository.Path, project, "compose.yaml");
        if (!File.Exists(file) && !File.Exists(file = dir.At($"{project}.yaml")))
            await File.WriteAllTextAsync(file, Model(project));
        await Command.MustAsync(Compose, ["-p", project, "-f", file, .. arguments], environment: Engine.CommandEnvironment, timeout: TimeSpan.FromMinutes(5));
    }

    public async ValueTask DisposeAsync()
    {
        if (plumb is { HasExited: false })
        {
            plumb.Kill(entireProcessTree: true);
            await plumb.WaitForExitAsync();
        }

        Counter.Dispose();
        Engine.Dispose();
        Repository.Dispose();
        dir.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
