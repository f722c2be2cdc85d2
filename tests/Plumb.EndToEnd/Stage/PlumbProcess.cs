using System.Diagnostics;
using System.Text.Json.Nodes;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Stage;

/// <summary>The built <c>plumb up</c>, as a process of its own on a port of its own.</summary>
internal sealed class PlumbProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly Process process;
    private readonly Process watchdog;
    private readonly string log;

    private PlumbProcess(Process process, Process watchdog, string log, Uri address)
    {
        this.process = process;
        this.watchdog = watchdog;
        this.log = log;
        Address = address;
    }

    public Uri Address { get; private set; }

    public int Id => process.Id;

    public bool Ended => process.HasExited;

    public int ExitCode => process.ExitCode;

    public string Log => File.Exists(log) ? File.ReadAllText(log) : "";

    /// <summary>Starts it; returns when it is ready, or has ended.</summary>
    /// <param name="log">Both outputs are appended to this file.</param>
    public static async Task<PlumbProcess> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string log, string runtime)
    {
        return await StartAsync(arguments, environment, log, plumb => plumb.IsReadyAsync(runtime));
    }

    /// <summary>Starts one that answers nobody, such as an agent; returns when it has said so, or has ended.</summary>
    /// <param name="log">Both outputs go to this file, which is not there yet.</param>
    /// <param name="said">What it says when it is up.</param>
    public static Task<PlumbProcess> StartSilentAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string log, string said) =>
        StartAsync(arguments, environment, log, plumb => Task.FromResult(plumb.Log.Contains(said, StringComparison.Ordinal)));

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>As a service manager stops it. Fails when it does not end in time.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
            await Command.RunAsync("kill", ["-TERM", $"{process.Id}"]);
        await EndedAsync();
    }

    /// <summary>Waits until it has ended by itself, such as by a failpoint.</summary>
    public Task EndedAsync() => Wait.UntilAsync(() => process.HasExited, Patience, () => $"the end of plumb. Its log:\n{Log}");

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        watchdog.StandardInput.Close();
        await watchdog.WaitForExitAsync();
        watchdog.Dispose();
        process.Dispose();
    }

    private static async Task<PlumbProcess> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string log, Func<PlumbProcess, Task<bool>> ready)
    {
        var started = Launch(arguments, environment, log);
        var plumb = new PlumbProcess(started, Guard(started.Id), log, new Uri("http://127.0.0.1:1"));
        await Wait.UntilAsync(async () => plumb.Ended || await ready(plumb), Patience, () => $"plumb ready. Its log:\n{plumb.Log}");
        return plumb;
    }

    // The shell only opens the log; then it is plumb, under the same id.
    private static Process Launch(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string log)
    {
        var start = new ProcessStartInfo("bash", ["-c", "exec >>\"$0\" 2>&1 </dev/null; exec \"$@\"", log, BuiltProgram.Path, .. arguments]) { UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{BuiltProgram.Path} did not start");
    }

    // Ends it when this test process ends, however that ends: then its input closes.
    private static Process Guard(int id) =>
        Process.Start(new ProcessStartInfo("bash", ["-c", "read -r _; kill -9 \"$1\" 2>/dev/null", "guard", $"{id}"]) { UseShellExecute = false, RedirectStandardInput = true })
        ?? throw new InvalidOperationException("bash did not start");

    private async Task<bool> IsReadyAsync(string runtime)
    {
        if (Recorded(runtime) is not { } address)
            return false;
        Address = address;
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri("readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    // With port 0 the system chooses; the record that it leaves for the commands of this machine tells.
    private Uri? Recorded(string runtime)
    {
        if (!Directory.Exists(runtime))
            return null;
        // A killed one may have left a record with what is this one's id by now.
        return new DirectoryInfo(runtime).EnumerateFiles("*.json")
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .Select(file => Read(file.FullName))
            .OfType<JsonObject>()
            .Where(record => Value(record, "processId")?.GetValue<int>() == process.Id)
            .Select(record => new Uri(Value(record, "address")!.GetValue<string>()))
            .FirstOrDefault();
    }

    // Other Plumbs of this machine leave theirs there too, and take them away when they end.
    private static JsonObject? Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file))?.AsObject();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static JsonNode? Value(JsonObject record, string name) =>
        record.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
