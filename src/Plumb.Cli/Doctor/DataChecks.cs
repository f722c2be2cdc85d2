using System.Globalization;
using Microsoft.Data.Sqlite;
using Plumb.Cli.Configuration;
using Plumb.Platform.Processes;
using Plumb.Server.Storage.Postgres;

namespace Plumb.Cli.Doctor;

/// <summary>The data directory: whether it can be used, room, database, keys. Nothing is made or changed.</summary>
internal static class DataChecks
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>Below this much free space writes are about to fail.</summary>
    private const long TooLittle = 100 * Mebibyte;

    private const long Little = 1024 * Mebibyte;

    public static async Task<Finding> DirectoryAsync(Ground ground, CancellationToken cancellation)
    {
        var data = ground.Configuration.DataDirectory;
        if (!Directory.Exists(data))
        {
            return await CanWriteAsync(ground, Above(data), cancellation)
                ? Finding.Ok($"{data} will be made by the first 'plumb up'")
                : Finding.Fail($"{data} is not there and this user cannot make it", "Run as root, or name another with --data DIR.");
        }

        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        return !await CanWriteAsync(ground, data, cancellation) ? Finding.Fail($"{data} cannot be written by this user", "Run as its owner, or name another with --data DIR.")
            : (File.GetUnixFileMode(data) & Others) != UnixFileMode.None ? Finding.Warn($"{data} is open to every user of this machine", $"chmod 700 {data}")
            : Finding.Ok(data);
    }

    public static Task<Finding> DiskAsync(Ground ground, CancellationToken cancellation)
    {
        var free = new DriveInfo(Above(ground.Configuration.DataDirectory)).AvailableFreeSpace;
        var says = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1024 * Mebibyte):0.0} GiB free for {ground.Configuration.DataDirectory}");
        const string Mend = "Free some room, or put the data elsewhere with --data DIR.";
        return Task.FromResult(free < TooLittle ? Finding.Fail(says, Mend) : free < Little ? Finding.Warn(says, Mend) : Finding.Ok(says));
    }

    public static async Task<Finding> DatabaseAsync(Ground ground, CancellationToken cancellation)
    {
        if (ground.Configuration.Get(Settings.StoragePostgres) is { } postgres)
        {
            var answer = await PostgresProbe.RunAsync(postgres, ground.Surroundings.Mask, cancellation);
            return answer.Good
                ? Finding.Ok(answer.Says)
                : Finding.Fail(answer.Says, "See that the server runs and can be reached, that storage.postgres names it, and that its user may make tables in its schema.");
        }

        var file = Path.Combine(ground.Configuration.DataDirectory, "state", "plumb.db");
        if (!File.Exists(file))
        {
            return Finding.Ok("none yet; the first 'plumb up' makes it");
        }

        try
        {
            SQLitePCL.Batteries_V2.Init();
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma quick_check(1)";
            var answer = (string?)await command.ExecuteScalarAsync(cancellation);
            return answer == "ok"
                ? Finding.Ok($"{file} is sound")
                : Finding.Fail($"{file} is damaged: {answer}", "Stop Plumb and move the state directory away: the next start builds it anew from Git and from the containers; no container is touched.");
        }
        catch (SqliteException error)
        {
            return Finding.Fail($"{file} cannot be opened: {error.Message}", "Check who owns it; a damaged one may be moved away while Plumb is stopped: the next start makes it anew, no container is touched.");
        }
    }

    public static Task<Finding> AdminKeyAsync(Ground ground, CancellationToken cancellation)
    {
        var file = Path.Combine(ground.Configuration.DataDirectory, "admin.key");
        if (!File.Exists(file))
        {
            return Task.FromResult(Finding.Ok("none yet; the first 'plumb up' makes it"));
        }

        var open = File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Task.FromResult(open == UnixFileMode.None
            ? Finding.Ok($"{file}, for its owner alone")
            : Finding.Fail($"{file} can be read by others", $"chmod 600 {file}, remove it and start Plumb again if somebody may have read it: a new key is made."));
    }

    /// <summary>The directory itself, or the nearest above it that is there.</summary>
    private static string Above(string directory)
    {
        while (!Directory.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory) ?? "/";
        }

        return directory;
    }

    /// <summary>As test(1) says, which asks the system: modes alone know nothing of read-only disks.</summary>
    private static async Task<bool> CanWriteAsync(Ground ground, string directory, CancellationToken cancellation) =>
        (await ground.Processes.RunAsync(new ProcessRequest { File = "test", Arguments = ["-w", directory], Deadline = TimeSpan.FromSeconds(5) }, cancellation)).Succeeded;
}
