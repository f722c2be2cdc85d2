namespace Plumb.Platform.Paths;

/// <summary>Writes whole files: the old content or the new, never a part, also after a power cut.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the file, flushes to disk, renames over it, flushes the directory.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="bytes">The new content.</param>
    /// <param name="mode">Permissions of the new file.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode) => throw new NotSupportedException();
}
