using System.Text;
using Plumb.Platform.Git;
using Plumb.Server.Sources.Finding;

namespace Plumb.Server.Sources.Content;

/// <summary>Tracked files and what symbolic links in the tree stand for. A link to a tracked file is that file; any other refuses the stack.</summary>
internal sealed class TreeLinks(SourceTree tree, BlobShelf shelf)
{
    private const string LinkMode = "120000";
    private const int MostLinks = 8;

    /// <summary>The regular file that an entry is; null: not known before the shelf was fetched.</summary>
    /// <param name="shown">Relative to the stack's directory, for messages.</param>
    /// <exception cref="StackRefusedException">It is no file, or a link that leads to none.</exception>
    public GitTreeEntry? Resolve(GitTreeEntry entry, string shown)
    {
        for (var links = 0; entry.Mode == LinkMode; links++)
        {
            if (links == MostLinks)
            {
                throw Refused(shown, "symlink.loop", "leads through too many others. Let it name the file.");
            }

            if (!shelf.TryGet(entry.Id, out var bytes))
            {
                return null;
            }

            entry = Target(entry, bytes, shown);
        }

        return entry.Mode is "100644" or "100755" ? entry
            : throw new StackRefusedException(shown, "submodule", $"{shown}: submodules are not fetched. Track the files themselves, or name the path in .plumbignore.");
    }

    /// <summary>The file that an entry is, and its bytes; null: not known before the shelf was fetched.</summary>
    /// <exception cref="StackRefusedException">Also when it is over the limit.</exception>
    public (GitTreeEntry File, byte[] Bytes)? Read(GitTreeEntry entry, string shown) =>
        Resolve(entry, shown) is { } file && shelf.TryGet(file.Id, out var bytes)
            ? (file, bytes ?? throw ContentLimits.FileTooLarge(shown))
            : null;

    private GitTreeEntry Target(GitTreeEntry link, byte[]? bytes, string shown)
    {
        var target = Encoding.UTF8.GetString(bytes ?? []);
        var path = target.StartsWith('/') || target.Contains('\0', StringComparison.Ordinal) ? null : SourcePath.Resolve(SourcePath.Directory(link.Path), target);
        return path is null ? throw Refused(shown, "symlink.outside", "leads out of the repository. Replace it by the file.")
            : tree.Find(path) ?? throw Refused(shown, "symlink.target", tree.Below(path).Length > 0
                ? "leads to a directory, which is not laid out. Use the directory itself."
                : "leads to nothing that is tracked. Replace it by the file.");
    }

    private static StackRefusedException Refused(string shown, string rule, string what) =>
        new(shown, rule, $"{shown}: the symbolic link {what} ({rule})");
}
