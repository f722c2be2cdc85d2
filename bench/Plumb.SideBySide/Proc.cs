using System.Globalization;

namespace Plumb.SideBySide;

/// <summary>Figures of a process as the kernel keeps them.</summary>
internal static class Proc
{
    /// <summary>CPU seconds of a process, user and system, its ended children not included.</summary>
    /// <remarks>Fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms: proc(5).</remarks>
    public static double CpuSeconds(int pid)
    {
        var text = File.ReadAllText($"/proc/{pid}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    /// <summary>Resident memory now, MiB.</summary>
    public static double ResidentMiB(int pid) => Status(pid, "VmRSS:");

    /// <summary>The most that was ever resident, MiB.</summary>
    public static double PeakMiB(int pid) => Status(pid, "VmHWM:");

    /// <summary>CPU seconds of all ended and waited-for children of this process.</summary>
    public static double ChildrenCpuSeconds()
    {
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }

    /// <summary>What else the machine had to do: the load of the last minutes, our own work included.</summary>
    public static string Load() => $"load {File.ReadAllText("/proc/loadavg").Split(' ')[1]}";

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static double Percentile(IEnumerable<double> values, int percent)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
    }

    private static double Status(int pid, string field) => long.Parse(
        File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024.0;
}
