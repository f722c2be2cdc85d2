namespace Plumb.Agent.State;

/// <summary>Directories and files that only the agent's own user may read: target states and renders hold secrets.</summary>
internal static class PrivateDirectory
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Ensure(string path) => Directory.CreateDirectory(path, FileMode | UnixFileMode.UserExecute);
}
