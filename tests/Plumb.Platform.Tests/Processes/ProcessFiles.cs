using System.Globalization;
using Plumb.TestKit;

namespace Plumb.Platform.Tests.Processes;

/// <summary>Processes known by files that hold their ids.</summary>
internal static class ProcessFiles
{
    /// <summary>Waits until each process is there, or is gone.</summary>
    public static Task AliveAsync(bool alive, params string[] files) => Wait.UntilAsync(
        () => files.All(f => IsAlive(f) == alive),
        TimeSpan.FromSeconds(20),
        () => $"alive={alive}: {string.Join(", ", files.Select(f => $"{Path.GetFileName(f)} {IsAlive(f)}"))}");

    private static bool? IsAlive(string file)
    {
        if (!File.Exists(file) || !int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var pid))
        {
            return null;
        }

        var stat = $"/proc/{pid}/stat";
        try
        {
            // A zombie has ended; nobody has asked for its exit code yet.
            return !File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
