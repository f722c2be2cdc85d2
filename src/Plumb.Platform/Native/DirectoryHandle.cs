using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

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

    /// <summary>Makes a new file, mode 0600; fails when anything is there.</summary>
    public SafeFileHandle CreateFile(string name) =>
        Checked(FileCalls.OpenAt(_handle, name, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, 0x180), "Creating", Child(name));

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

    public void Rename(string from, string to) =>
        Checked(FileCalls.RenameAt(_handle, from, _handle, to), "Replacing", Child(to));

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

    /// <summary>Makes sure that the directory's entries are on disk.</summary>
    public void Flush() => Checked(FileCalls.Flush(_handle), "Flushing", Path);

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

    private string Child(string name) => System.IO.Path.Combine(Path, name);
}
