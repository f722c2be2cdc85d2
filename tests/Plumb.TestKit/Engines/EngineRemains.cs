
namespace Plumb.TestKit;

/// <summary>What an engine leaves on the machine (a directory, control groups), and how it goes, also after a crashed run.</summary>
internal static class EngineRemains
{
    private const string Prefix = "plumb-engine-";
    private const string OwnerFile = "owner";

    /// <summary>A fresh directory that says whose it is.</summary>
    public static string Claim()
    {
        var directory = Directory.CreateTempSubdirectory(Prefix).FullName;
        File.WriteAllText(Path.Combine(directory, OwnerFile), Owner(Environment.ProcessId) ?? "");
        return directory;
    }

    /// <summary>The name of its control group: below every hierarchy's root.</summary>
    public static string ControlGroup(string directory) => Path.GetFileName(directory);

    /// <summary>Removes what engines of processes that are gone left behind.</summary>
    public static void SweepStale()
    {
        foreach (var directory in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var owner = Path.Combine(directory, OwnerFile);
            if (!File.Exists(owner))
                continue;
            var claimed = File.ReadAllText(owner);
            if (int.TryParse(claimed.Split(' ')[0], out var pid) && string.Equals(Owner(pid), claimed, StringComparison.Ordinal))
                continue;
            Thaw(directory);
            Remove(directory);
        }
    }

    /// <summary>Lets paused processes run, so that they can die.</summary>
    public static void Thaw(string directory)
    {
        foreach (var group in Groups(directory))
        {
            Set(Path.Combine(group, "freezer.state"), "THAWED");
            Set(Path.Combine(group, "cgroup.freeze"), "0");
        }
    }

    /// <summary>Removes control groups and directory. Waits a bounded time for dying processes.</summary>
    public static void Remove(string directory)
    {
        Exception? busy = null;
        Wait.UntilAsync(() => (busy = TryRemove(directory)) is null, TimeSpan.FromSeconds(10), () => $"{directory} free: {busy?.Message}").GetAwaiter().GetResult();
    }

    private static Exception? TryRemove(string directory)
    {
        try
        {
            foreach (var group in Groups(directory))
                Directory.Delete(group);
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
            return null;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return busy;
        }
    }

    // Deepest first, so that each can be removed.
    private static List<string> Groups(string directory)
    {
        const string root = "/sys/fs/cgroup";
        if (!Directory.Exists(root))
            return [];
        var name = ControlGroup(directory);
        string[] tops = [Path.Combine(root, name), .. Directory.EnumerateDirectories(root).Select(hierarchy => Path.Combine(hierarchy, name))];
        return [.. tops
            .Where(Directory.Exists)
            .SelectMany(top => Directory.EnumerateDirectories(top, "*", SearchOption.AllDirectories).Append(top))
            .OrderByDescending(path => path.Length)];
    }

    private static void Set(string file, string value)
    {
        if (File.Exists(file))
            File.WriteAllText(file, value);
    }

    // A process id alone may be used again; with its start time it is not.
    private static string? Owner(int pid)
    {
        var stat = $"/proc/{pid}/stat";
        if (!File.Exists(stat))
            return null;
        var text = File.ReadAllText(stat);
        return $"{pid} {text[(text.LastIndexOf(')') + 2)..].Split(' ')[19]}";
    }
}
