using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Plumb.Platform.Paths;

namespace Plumb.Platform.Native;

/// <summary>What stands at a name.</summary>
internal enum EntryKind
{
    Absent,
    File,
    Directory,
    SymbolicLink,
    Other,
}

/// <summary>An open directory. Everything is reached by one name from it, and a symbolic link at that name is never followed.</summary>
internal sealed class DirectoryHandle : IDisposable
{
    private readonly SafeFileHandle _handle;

    private DirectoryHandle(SafeFileHandle handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    /// <summary>For messages only.</summary>
    public string Path { get; }

    /// <summary>Opens a directory that we trust; symbolic links on the way are followed.</summary>
    public static DirectoryHandle Open(string path) =>
        new(Checked(FileCalls.Open(path, OpenFlags.Directory), "Opening", path), path);

    /// <exception cref="IOException">Also when it is a symbolic link or no directory: see <see cref="KindOf"/>.</exception>
    public DirectoryHandle OpenDirectory(string name) =>
        new(Checked(FileCalls.OpenAt(_handle, name, OpenFlags.Directory | OpenFlags.NoFollow, 0), "Opening", Child(name)), Child(name));

    public SafeFileHandle OpenFile(string name) =>
        Checked(FileCalls.OpenAt(_handle, name, OpenFlags.NoFollow | OpenFlags.NonBlocking, 0), "Opening", Child(name));

    /// <summary>Writes a whole file: beside it, flushed to disk, renamed over it, the directory flushed. A symbolic link is replaced.</summary>
    /// <exception cref="DiskFullException">No space; what was there stays.</exception>
    public void ReplaceFile(string name, ReadOnlySpan<byte> bytes, UnixFileMode mode, bool flush = true)
    {
        // A name that nobody can foresee, so nobody can lie in wait at it.
        var temporary = $".plumb-{RandomNumberGenerator.GetHexString(24, lowercase: true)}.tmp";
        try
        {
            WriteNew(temporary, bytes, mode, flush);
            Checked(FileCalls.RenameAt(_handle, temporary, _handle, name), "Replacing", Child(name));
        }
        catch (IOException failure)
        {
            _ = FileCalls.UnlinkAt(_handle, temporary, 0);
            throw DiskFullException.IsCauseOf(failure) ? DiskFullException.Writing(Child(name), failure) : failure;
        }

        if (flush)
        {
            Checked(FileCalls.Flush(_handle), "Flushing", Path);
        }
    }

    /// <summary>False when something is there already.</summary>
    public bool MakeDirectory(string name, UnixFileMode mode)
    {
        if (FileCalls.MakeDirectoryAt(_handle, name, (uint)mode) == 0)
        {
            return true;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno == Errno.Exists ? false : throw SystemFailure.Of("Making", Child(name), errno);
    }

    public void DeleteFile(string name) => Checked(FileCalls.UnlinkAt(_handle, name, 0), "Deleting", Child(name));

    /// <summary>False when it is not empty.</summary>
    public bool DeleteEmptyDirectory(string name)
    {
        if (FileCalls.UnlinkAt(_handle, name, FileCalls.RemoveDirectory) == 0)
        {
            return true;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.NotEmpty or Errno.Exists ? false : throw SystemFailure.Of("Deleting", Child(name), errno);
    }

    public EntryKind KindOf(string name) => FileCalls.ModeAt(_handle, name) is { } mode ? Kind(mode) : EntryKind.Absent;

    public void Dispose() => _handle.Dispose();

    private static EntryKind Kind(int mode) => (mode & 0xF000) switch
    {
        0x8000 => EntryKind.File,
        0x4000 => EntryKind.Directory,
        0xA000 => EntryKind.SymbolicLink,
        _ => EntryKind.Other,
    };

    private static SafeFileHandle Checked(SafeFileHandle handle, string doing, string path) =>
        handle.IsInvalid ? throw SystemFailure.Of(doing, path, Marshal.GetLastPInvokeError()) : handle;

    private static void Checked(int result, string doing, string path)
    {
        if (result != 0)
        {
            throw SystemFailure.Of(doing, path, Marshal.GetLastPInvokeError());
        }
    }

    private void WriteNew(string name, ReadOnlySpan<byte> bytes, UnixFileMode mode, bool flush)
    {
        const int flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive;
        const uint onlyUs = 0x180;
        using var handle = Checked(FileCalls.OpenAt(_handle, name, flags | OpenFlags.NoFollow, onlyUs), "Creating", Child(name));
        RandomAccess.Write(handle, bytes, 0);
        File.SetUnixFileMode(handle, mode);
        if (flush)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    private string Child(string name) => System.IO.Path.Combine(Path, name);
}
