using System.Diagnostics;
using Xunit;

namespace Plumb.TestKit;

/// <summary>
/// A private PostgreSQL server on a Unix socket in a directory of its own, in memory where there is room, that writes nothing through
/// to the disk. As root it runs as the user <c>postgres</c> or <c>nobody</c>: it refuses to be root. When this process ends, however
/// it ends, it is stopped and its directory removed.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime, IDisposable
{
    private const string Watch = """
        cat >/dev/null
        if [ -f "$1/data/postmaster.pid" ]; then
          read -r pid <"$1/data/postmaster.pid"
          kill -QUIT "$pid"
          while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
        fi
        rm -rf "$1"
        """;

    private readonly string _directory = Path.Combine(System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"plumb-pg-{Guid.NewGuid().ToString("N")[..12]}");
    private readonly string _programs = Programs();
    private Process? _watch;
    private int _stores;

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Of its socket.</summary>
    public string Directory => _directory;

    /// <summary>A connection string of the whole server.</summary>
    public string Connection => $"Host={_directory};Database=postgres;Username=plumb";

    /// <summary>Makes it and starts it: about two seconds.</summary>
    public async Task InitializeAsync()
    {
        System.IO.Directory.CreateDirectory(_directory);
        _watch = Process.Start(new ProcessStartInfo("bash", ["-c", Watch, "bash", _directory]) { UseShellExecute = false, RedirectStandardInput = true })
            ?? throw new InvalidOperationException("bash did not start");
        if (Environment.IsPrivilegedProcess)
            await Command.MustAsync("chown", [User, _directory]);
        await RunAsync("initdb", "--pgdata", Data, "--username", "plumb", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync");
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"),
            $"""

            listen_addresses = ''
            unix_socket_directories = '{_directory}'
            fsync = off
            synchronous_commit = off
            full_page_writes = off
            shared_buffers = 32MB
            max_connections = 300
            """);
        await StartAsync();
    }

    public Task StartAsync() => RunAsync("pg_ctl", "start", "--wait", "--silent", "--pgdata", Data, "--log", Path.Combine(_directory, "log"));

    /// <summary>Ends every session at once.</summary>
    /// <param name="asCrash">As when the server crashes: nothing is put in order, and the next start recovers what was committed. Else as an administrator does it.</param>
    public Task StopAsync(bool asCrash = false) => RunAsync("pg_ctl", "stop", "--wait", "--silent", "--mode", asCrash ? "immediate" : "fast", "--pgdata", Data);

    public async Task RestartAsync(bool asCrash = false)
    {
        await StopAsync(asCrash);
        await StartAsync();
    }

    /// <summary>A place of its own for one control plane, or for several that share it: a schema.</summary>
    /// <returns>A connection string.</returns>
    public async Task<string> NewStoreAsync()
    {
        var name = $"store{Interlocked.Increment(ref _stores)}";
        await SqlAsync($"create schema {name}");
        return $"{Connection};Search Path={name}";
    }

    /// <summary>Runs a statement as the server's owner.</summary>
    /// <returns>The rows, unaligned, one a line.</returns>
    public Task<string> SqlAsync(string sql) => RunAsync("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--host", _directory, "--username", "plumb", "--dbname", "postgres", "--command", sql);

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_watch is null)
            return;
        _watch.StandardInput.Close();
        _watch.WaitForExit(TimeSpan.FromSeconds(30));
        _watch.Dispose();
        _watch = null;
    }

    private static string User => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private Task<string> RunAsync(string program, params string[] arguments)
    {
        var file = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? Command.MustAsync("setpriv", ["--reuid", User, "--clear-groups", "--", file, .. arguments], directory: _directory)
            : Command.MustAsync(file, arguments, directory: _directory);
    }

    /// <summary>Debian has each version's programs in a directory of their own, the newest counts; elsewhere they are on the path.</summary>
    private static string Programs() =>
        System.IO.Directory.Exists("/usr/lib/postgresql")
            ? System.IO.Directory.GetDirectories("/usr/lib/postgresql").OrderBy(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0).Select(path => Path.Combine(path, "bin")).Last(path => File.Exists(Path.Combine(path, "initdb")))
            : "";
}
