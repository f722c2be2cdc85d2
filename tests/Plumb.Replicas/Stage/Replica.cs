using System.Diagnostics;
using System.Text.RegularExpressions;
using Plumb.TestKit;

namespace Plumb.Replicas.Stage;

/// <summary>One <c>plumb server</c> of several over one store: killed, and started again with the same data directory, on a new port each time.</summary>
internal sealed partial class Replica(string name, TempDir directory, string storeFile) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "plumb");
    private Process? process;
    private Process? guard;
    private int lives;

    public string Name => name;

    /// <summary>Null: it does not run, or is not ready.</summary>
    public Uri? Address { get; private set; }

    public int Kills { get; private set; }

    /// <summary>Of all its lives.</summary>
    public string Log => string.Concat(Enumerable.Range(1, lives).Select(life => LogOf(life)).Where(File.Exists).Select(File.ReadAllText));

    public string AdminKey => File.ReadAllText(directory.At(name, "admin.key")).Trim();

    /// <summary>Starts it, as often as it takes: it does not start while its store is away, as a service manager would see.</summary>
    public async Task StartAsync()
    {
        await Wait.UntilAsync(
            async () =>
            {
                var log = LogOf(++lives);
                Launch(log);
                await Wait.UntilAsync(() => process!.HasExited || ListensOn(log) is not null, Patience, () => $"{name} ready. Its log:\n{Log}");
                Address = process!.HasExited ? null : ListensOn(log);
                return Address is not null;
            },
            Patience,
            () => $"{name} starts. Its log:\n{Log}");
    }

    /// <summary>As <c>kill -9</c>, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        Address = null;
        process!.Kill();
        await process.WaitForExitAsync();
        Kills++;
    }

    public async ValueTask DisposeAsync()
    {
        Address = null;
        if (process is { HasExited: false })
            process.Kill();
        await EndGuardAsync();
        process?.Dispose();
    }

    private string LogOf(int life) => directory.At($"{name}.{life}.log");

    // The shell only opens the log; then it is plumb, under the same id.
    private void Launch(string log)
    {
        var start = new ProcessStartInfo(
            "bash", ["-c", "exec >>\"$0\" 2>&1 </dev/null; exec \"$@\"", log, Program, "server", "--data", directory.At(name), "--listen", "127.0.0.1:0"]) { UseShellExecute = false };
        start.Environment.Remove(ReplicaScene.LengthVariable);
        start.Environment["PLUMB_STORAGE_POSTGRES_FILE"] = storeFile;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["HOME"] = directory.Path;
        start.Environment["XDG_RUNTIME_DIR"] = directory.Path;
        process?.Dispose();
        process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
        guard?.StandardInput.Close();
        guard?.Dispose();

        // Ends it when this test process ends, however that ends: then its input closes.
        guard = Process.Start(new ProcessStartInfo("bash", ["-c", "read -r _ || kill -9 \"$1\" 2>/dev/null", "guard", $"{process.Id}"]) { UseShellExecute = false, RedirectStandardInput = true })
            ?? throw new InvalidOperationException("bash did not start");
    }

    private async Task EndGuardAsync()
    {
        if (guard is null)
            return;
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
        guard = null;
    }

    private static Uri? ListensOn(string log) => File.Exists(log) && Listens().Match(File.ReadAllText(log)) is { Success: true } match ? new Uri(match.Groups["address"].Value) : null;

    [GeneratedRegex(@"""server\.up"".*""address"":""(?<address>http://127\.0\.0\.1:\d+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Listens();
}
