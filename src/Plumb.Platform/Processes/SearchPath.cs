namespace Plumb.Platform.Processes;

/// <summary>Where programs are looked for: fixed, whatever environment this process was started in.</summary>
public static class SearchPath
{
    /// <summary>The <c>PATH</c> of every process.</summary>
    public const string Value = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program, or null when it is not there or may not be executed.</summary>
    /// <param name="file">An absolute path, or a name without a slash.</param>
    public static string? Find(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        return Path.IsPathRooted(file)
            ? IsProgram(file) ? file : null
            : file.Contains('/', StringComparison.Ordinal)
                ? throw new ArgumentException($"'{file}' must be an absolute path or a bare name.", nameof(file))
                : Value.Split(':').Select(d => Path.Combine(d, file)).FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None;
}
