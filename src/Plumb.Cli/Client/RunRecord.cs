using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Platform.Paths;

namespace Plumb.Cli.Client;

/// <summary>What a running control plane leaves for the commands of the same machine: where it listens, and whose data it uses.</summary>
/// <param name="Address">Such as <c>http://127.0.0.1:8080/</c>.</param>
/// <param name="Data">Its data directory, absolute.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="ProcessStart">When that process started, in the kernel's ticks since boot: a number that a later process of the same id does not have.</param>
internal sealed record RunRecord(Uri Address, string Data, int ProcessId, long ProcessStart)
{
    /// <summary>The records of the control planes that run now, by address.</summary>
    public static IReadOnlyList<RunRecord> Live(IEnumerable<string> directories) =>
    [
        .. directories.Distinct(StringComparer.Ordinal)
            .SelectMany(Files)
            .Select(Read)
            .OfType<RunRecord>()
            .Where(record => record.Lives)
            .OrderBy(record => record.Address.ToString(), StringComparer.Ordinal),
    ];

    public static RunRecord OfThisProcess(Uri address, string data) =>
        new(address, data, System.Environment.ProcessId, StartOf(System.Environment.ProcessId) ?? 0);

    private bool Lives => StartOf(ProcessId) == ProcessStart;

    /// <summary>Writes the record, and takes away those of processes that were killed; the caller deletes the file that is returned when it stops listening.</summary>
    public string Write(string directory)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var left in Files(directory).Where(left => Read(left) is { Lives: false }))
            File.Delete(left);
        var file = Path.Combine(directory, $"{Address.Host.Replace(':', '_').Trim('[', ']')}-{Address.Port}.json");
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(this, RunRecordJson.Default.RunRecord), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private static string[] Files(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFiles(directory, "*.json") : [];
        }
        catch (UnauthorizedAccessException)
        {
            // The system's, and this user may not look into it.
            return [];
        }
    }

    private static RunRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), RunRecordJson.Default.RunRecord);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // Another user's, or just being deleted: not a control plane that this command may use.
            return null;
        }
    }

    /// <summary>Field 22 of <c>/proc/PID/stat</c>, counted after the name in brackets; null when there is no such process.</summary>
    private static long? StartOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
