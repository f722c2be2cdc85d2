using System.Security.Cryptography;
using Plumb.Platform.Native;

namespace Plumb.Platform.Paths;

/// <summary>Writes whole files: the old content or the new, never a part, also after a power cut.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the file, flushes to disk, renames over it, flushes the directory.</summary>
    /// <param name="path">Absolute; its directory exists.</param>
    /// <param name="bytes">The new content.</param>
    /// <param name="mode">Permissions of the new file.</param>
    /// <exception cref="DiskFullException">No space; the old content stays.</exception>
    /// <exception cref="IOException">Anything else that the system refused; the old content stays.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var directory = Path.GetDirectoryName(path) ?? throw new ArgumentException($"'{path}' is not a file's path.", nameof(path));
        var temporary = Path.Combine(directory, TemporaryName());
        try
        {
            WriteTemporary(temporary, bytes, mode);
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException failure)
        {
            File.Delete(temporary);
            throw DiskFullException.IsCauseOf(failure) ? DiskFullException.Writing(path, failure) : failure;
        }

        using var opened = DirectoryHandle.Open(directory);
        opened.Flush();
    }

    /// <summary>A name that nobody can foresee, so nobody can lie in wait at it.</summary>
    internal static string TemporaryName() => $".plumb-{RandomNumberGenerator.GetHexString(24, lowercase: true)}.tmp";

    private static void WriteTemporary(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var stream = new FileStream(path, options);
        stream.Write(bytes);
        File.SetUnixFileMode(stream.SafeFileHandle, mode);
        stream.Flush(flushToDisk: true);
    }
}
