using Plumb.Contracts.Targets;
using Plumb.Platform.Paths;

namespace Plumb.Compose.Layout;

/// <summary>Files at one stack's place, by absolute path. Containers write there too, so no link on the way is ever followed.</summary>
internal sealed class PlaceFiles(StackPlace place)
{
    private const int Largest = 64 * 1024 * 1024;

    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Permissions = (UnixFileMode)0x1ff;

    private readonly UntrustedRoot _stack = new(place.Directory);
    private readonly UntrustedRoot _beside = new(place.Beside);

    public static UnixFileMode ModeOf(string gitMode) => gitMode == "100755" ? Executable : Plain;

    /// <summary>Whether these very bytes and this mode stand there. False where anything else does, or nothing.</summary>
    public bool Is(string path, string gitMode, string blob)
    {
        try
        {
            var (root, below) = Split(path);
            return Exists(path) && root.Read(below, Largest) is { } file
                && (file.Mode & Permissions) == ModeOf(gitMode) && StackContent.BlobIdOf(file.Bytes) == blob;
        }
        catch (UntrustedPathException)
        {
            // A link, a directory or a device stands there or on the way: not our file.
            return false;
        }
    }

    /// <summary>Writes the file; what was there and was not ours is put aside first. Directories that are made are added to the list.</summary>
    /// <exception cref="IOException">Also when a directory with something in it stands there.</exception>
    /// <exception cref="UntrustedPathException">A link stands on the way.</exception>
    public void Write(string path, ContentFile file, bool ours, ICollection<string> made)
    {
        MakeRoot(path, made);
        var (root, below) = Split(path);
        NoteMissing(path, root, below, made);
        switch (root.KindOf(below))
        {
            case PathKind.Directory when !root.DeleteEmptyDirectory(below):
                throw new IOException($"{path} is a directory with files in it, and {file.Path} is a file in Git. Move the directory away.");
            case PathKind.File when !ours:
                PutAside(path, root, below, file);
                break;
        }

        root.Write(below, file.Bytes, ModeOf(file.Mode));
    }

    /// <summary>Deletes the file if it still is what we wrote.</summary>
    public void DeleteOurs(LaidFile file)
    {
        if (Is(file.Place, file.Mode, file.Blob))
        {
            var (root, below) = Split(file.Place);
            root.DeleteFile(below);
        }
    }

    /// <summary>False: something is in it, or it is not there.</summary>
    public bool DeleteEmptyDirectory(string path)
    {
        if (path == place.Directory || path == place.Beside)
        {
            return false;
        }

        try
        {
            var (root, below) = Split(path);
            return Exists(path) && root.DeleteEmptyDirectory(below);
        }
        catch (UntrustedPathException)
        {
            // Somebody put something else there: not ours.
            return false;
        }
    }

    /// <summary>Whether the root of the path is there: below one that is not, nothing is.</summary>
    private bool Exists(string path) => Directory.Exists(path.StartsWith(place.Beside + "/", StringComparison.Ordinal) ? place.Beside : place.Directory);

    /// <summary>A user's file that Git now has too: its bytes are kept beside it.</summary>
    private static void PutAside(string path, UntrustedRoot root, string below, ContentFile file)
    {
        if (root.Read(below, Largest) is not { } old || old.Bytes.AsSpan().SequenceEqual(file.Bytes))
        {
            return;
        }

        var aside = below + ".before-plumb";
        if (root.KindOf(aside) != PathKind.Absent)
        {
            throw new IOException($"{path} is not what Plumb wrote, and {aside} is taken: {file.Path} is new in Git. Move one of them away.");
        }

        root.Write(aside, old.Bytes, old.Mode & Permissions);
    }

    private void MakeRoot(string path, ICollection<string> made)
    {
        var root = path.StartsWith(place.Beside + "/", StringComparison.Ordinal) ? place.Beside : place.Directory;
        if (!Directory.Exists(root))
        {
            Directory.CreateDirectory(root);
            made.Add(root);
        }
    }

    private static void NoteMissing(string path, UntrustedRoot root, string below, ICollection<string> made)
    {
        for (var at = below.LastIndexOf('/'); at > 0 && root.KindOf(below[..at]) == PathKind.Absent; at = below.LastIndexOf('/', at - 1))
        {
            made.Add(path[..(path.Length - below.Length + at)]);
        }
    }

    private (UntrustedRoot Root, string Below) Split(string path) =>
        path.StartsWith(place.Beside + "/", StringComparison.Ordinal) ? (_beside, path[(place.Beside.Length + 1)..])
        : path.StartsWith(place.Directory + "/", StringComparison.Ordinal) ? (_stack, path[(place.Directory.Length + 1)..])
        : throw new ArgumentException($"{path} is not at {place.Directory}.", nameof(path));
}
