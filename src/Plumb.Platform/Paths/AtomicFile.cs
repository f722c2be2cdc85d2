using Plumb.Platform.Native;

namespace Plumb.Platform.Paths;

/// <summary>Writes whole files: the old content or the new, never a part, also after a power cut.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the file, flushes to disk, renames over it, flushes the directory.</summary>
    /// <param name="path">Absolute; its directory exists. For paths that somebody else chose, see <see cref="UntrustedRoot"/>.</param>
    /// <param name="bytes">The new content.</param>
    /// <param name="mode">Permissions of the new file.</param>
    /// <param name="flush">False for what may be lost: after a power cut, and only then, the file may be empty.</param>
    /// <exception cref="DiskFullException">No space; the old content stays.</exception>
    /// <exception cref="IOException">Anything else that the system refused; the old content stays.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode, bool flush = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var directory = Path.GetDirectoryName(path) ?? throw new ArgumentException($"'{path}' is not a file's path.", nameof(path));
        using var opened = DirectoryHandle.Open(directory);
        opened.ReplaceFile(Path.GetFileName(path), bytes, mode, flush);
    }
}
