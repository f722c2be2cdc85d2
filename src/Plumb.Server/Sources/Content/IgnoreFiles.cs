using Plumb.Platform.Git;
using Plumb.Platform.Paths;
using Plumb.Server.Sources.Finding;

namespace Plumb.Server.Sources.Content;

/// <summary>Leaves out what <c>.plumbignore</c> files name, by Git's own rules for <c>.gitignore</c>: as if it were not tracked.</summary>
internal static class IgnoreFiles
{
    private const string Name = ".plumbignore";

    public static async Task<GitAnswer<SourceTree>> ApplyAsync(SourceTree tree, GitCheckout checkout, BlobShelf shelf, CancellationToken cancellation)
    {
        var entries = tree.Entries.Where(e => SourcePath.Name(e.Path) == Name && e.Mode is ("100644" or "100755") && UntrustedPath.BrokenRule(e.Path) is null).ToList();
        if (entries.Count == 0)
        {
            return tree;
        }

        var (files, _) = Read(entries, shelf);
        if (await shelf.FetchAsync(checkout, cancellation) is { } failure)
        {
            return failure;
        }

        (files, var tooLarge) = Read(entries, shelf);
        if (tooLarge is not null)
        {
            return new GitFailure(GitFailureKind.Other, $"Reading '{tooLarge}'", $"it is larger than {ContentLimits.File / 1024 / 1024} MiB");
        }

        var ignored = await checkout.IgnoredAsync(files, tree.Entries.Select(e => e.Path), cancellation);
        return ignored.Succeeded ? tree.Without(ignored.Value) : ignored.Failure;
    }

    private static (Dictionary<string, byte[]> Files, string? TooLarge) Read(List<GitTreeEntry> entries, BlobShelf shelf)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        string? tooLarge = null;
        foreach (var entry in entries.Where(e => shelf.TryGet(e.Id, out _)))
        {
            shelf.TryGet(entry.Id, out var bytes);
            tooLarge ??= bytes is null ? entry.Path : null;
            files[SourcePath.Directory(entry.Path)] = bytes ?? [];
        }

        return (files, tooLarge);
    }
}
