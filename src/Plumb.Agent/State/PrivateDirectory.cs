namespace Plumb.Agent.State;

/// <summary>Directories and files that only the agent's own user may read: target states and renders hold secrets.</summary>
internal static class PrivateDirectory
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes it, and what is missing above it, for the owner alone; what is there stays as it is.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Ensure(string path)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { } above)
            Ensure(above);
        Directory.CreateDirectory(path, FileMode | UnixFileMode.UserExecute);
    }
}
