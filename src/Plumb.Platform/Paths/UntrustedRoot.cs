using Plumb.Platform.Native;

namespace Plumb.Platform.Paths;

/// <summary>What stands at a path.</summary>
public enum PathKind
{
    Absent,
    File,
    Directory,

    /// <summary>A symbolic link, a device, a socket: never touched but for deleting it.</summary>
    Other,
}

/// <summary>Files below a directory of ours, by paths that somebody else chose. Nothing outside of it is ever reached.</summary>
/// <remarks>
/// Each directory on the way is opened from the one before, by its name, and a symbolic link is never followed; so there is no moment between
/// looking and doing in which a directory could be exchanged for a link.
/// </remarks>
/// <param name="root">Absolute; trusted, links on the way to it are followed.</param>
public sealed class UntrustedRoot(string root)
{
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <exception cref="UntrustedPathException">The path breaks a rule, or a symbolic link stands on the way.</exception>
    public PathKind KindOf(string path)
    {
        using var place = Walk(path, makeDirectories: false);
        return place?.Directory.KindOf(place.Name) switch
        {
            null or EntryKind.Absent => PathKind.Absent,
            EntryKind.File => PathKind.File,
            EntryKind.Directory => PathKind.Directory,
            _ => PathKind.Other,
        };
    }

    /// <summary>The bytes and permissions of a file; null when nothing is there.</summary>
    /// <param name="limit">More bytes than this are refused.</param>
    /// <exception cref="UntrustedPathException">The path breaks a rule, or what stands there is no regular file within the limit.</exception>
    public UntrustedFile? Read(string path, int limit)
    {
        using var place = Walk(path, makeDirectories: false);
        if (place is null || !place.IsFile(path))
        {
            return null;
        }

        using var stream = new FileStream(place.Directory.OpenFile(place.Name), FileAccess.Read, bufferSize: 0);
        if (!stream.CanSeek)
        {
            throw new UntrustedPathException(path, "path.not-a-file");
        }

        return new UntrustedFile(ReadToEnd(stream, path, limit), File.GetUnixFileMode(stream.SafeFileHandle));
    }

    /// <summary>Writes a whole file by rename, like <see cref="AtomicFile.Write"/>, and makes the directories on the way (0755).</summary>
    /// <exception cref="UntrustedPathException">The path breaks a rule, or a directory stands there.</exception>
    /// <exception cref="DiskFullException">No space; the old content stays.</exception>
    public void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        using var place = Walk(path, makeDirectories: true)!;
        if (place.Directory.KindOf(place.Name) == EntryKind.Directory)
        {
            throw new UntrustedPathException(path, "path.not-a-file");
        }

        place.Directory.ReplaceFile(place.Name, bytes, mode);
    }

    /// <summary>Makes a directory and those on the way (0755).</summary>
    /// <exception cref="UntrustedPathException">The path breaks a rule, or something else stands there.</exception>
    public void MakeDirectory(string path)
    {
        using var place = Walk(path, makeDirectories: true)!;
        Enter(place.Directory, place.Name, path, makeDirectories: true)!.Dispose();
    }

    /// <summary>Deletes a file or a symbolic link, never what the link names. False: nothing is there.</summary>
    /// <exception cref="UntrustedPathException">The path breaks a rule, or a directory stands there.</exception>
    public bool DeleteFile(string path)
    {
        using var place = Walk(path, makeDirectories: false);
        switch (place?.Directory.KindOf(place.Name))
        {
            case null or EntryKind.Absent:
                return false;
            case EntryKind.Directory:
                throw new UntrustedPathException(path, "path.not-a-file");
            default:
                place.Directory.DeleteFile(place.Name);
                return true;
        }
    }

    /// <summary>Deletes a directory when it is empty. False: it is not, or nothing is there.</summary>
    /// <exception cref="UntrustedPathException">The path breaks a rule, or what stands there is no directory.</exception>
    public bool DeleteEmptyDirectory(string path)
    {
        using var place = Walk(path, makeDirectories: false);
        return place?.Directory.KindOf(place.Name) switch
        {
            null or EntryKind.Absent => false,
            EntryKind.Directory => place.Directory.DeleteEmptyDirectory(place.Name),
            _ => throw new UntrustedPathException(path, "path.not-a-directory"),
        };
    }

    private static byte[] ReadToEnd(FileStream stream, string path, int limit)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[Math.Min(stream.Length, 64 * 1024) + 1];
        while (stream.Read(buffer) is var length and > 0)
        {
            bytes.Write(buffer, 0, length);
            if (bytes.Length > limit)
            {
                throw new UntrustedPathException(path, "path.large");
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The directory that the last name of the path stands in; null when it is not there.</summary>
    private Place? Walk(string path, bool makeDirectories)
    {
        var names = UntrustedPath.Names(path);
        var directory = DirectoryHandle.Open(root);
        foreach (var name in names[..^1])
        {
            using var parent = directory;
            if (Enter(parent, name, path, makeDirectories) is not { } next)
            {
                return null;
            }

            directory = next;
        }

        return new Place(directory, names[^1]);
    }

    private static DirectoryHandle? Enter(DirectoryHandle parent, string name, string path, bool makeDirectories)
    {
        if (makeDirectories)
        {
            parent.MakeDirectory(name, DirectoryMode);
        }

        try
        {
            return parent.OpenDirectory(name);
        }
        catch (IOException failure)
        {
            return parent.KindOf(name) switch
            {
                EntryKind.Absent => null,
                EntryKind.SymbolicLink => throw new UntrustedPathException(path, "path.symlink"),
                EntryKind.Directory => throw new IOException($"Opening '{path}' below '{parent.Path}' failed: the directory '{name}' may not be entered.", failure),
                _ => throw new UntrustedPathException(path, "path.not-a-directory"),
            };
        }
    }

    private sealed record Place(DirectoryHandle Directory, string Name) : IDisposable
    {
        /// <summary>False: nothing is there.</summary>
        public bool IsFile(string path) => Directory.KindOf(Name) switch
        {
            EntryKind.Absent => false,
            EntryKind.File => true,
            EntryKind.SymbolicLink => throw new UntrustedPathException(path, "path.symlink"),
            _ => throw new UntrustedPathException(path, "path.not-a-file"),
        };

        public void Dispose() => Directory.Dispose();
    }
}

/// <summary>A file as it was read.</summary>
public sealed record UntrustedFile(byte[] Bytes, UnixFileMode Mode);
