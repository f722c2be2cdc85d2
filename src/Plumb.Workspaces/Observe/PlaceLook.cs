using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Observe;

/// <summary>What stands at a worktree's path. Reads a few files and starts nothing.</summary>
internal static class PlaceLook
{
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static PlaceSeen At(string path, RepositorySeen repository)
    {
        var entry = repository.At(path);
        return Kind(path) switch
        {
            Standing.Nothing or Standing.EmptyDirectory => entry is null ? new PlaceSeen.Nothing() : new PlaceSeen.Lost(entry.Lock),
            Standing.Other => new PlaceSeen.Foreign("a file or a link"),
            _ => InDirectory(path, entry, repository),
        };
    }

    private static PlaceSeen InDirectory(string path, WorktreeEntry? entry, RepositorySeen repository)
    {
        var pointed = AdminDirectory.PointedAtBy(path);
        var own = Path.Combine(repository.CommonDirectory, "worktrees") + "/";
        if (pointed is null && Path.Exists(Path.Combine(path, ".git")))
            return new PlaceSeen.Foreign("another repository");
        if (pointed is not null && !pointed.StartsWith(own, StringComparison.Ordinal))
            return new PlaceSeen.Foreign("a worktree of another repository");
        if (entry is null)
            return pointed is null ? new PlaceSeen.Foreign("a directory with files") : new PlaceSeen.Forgotten();
        if (pointed is null)
            return new PlaceSeen.Unlinked(entry.Lock);
        return Marks.IsBeingMade(entry.Lock) ? new PlaceSeen.HalfMade() : Tree(entry, new AdminDirectory(pointed));
    }

    private static PlaceSeen.Tree Tree(WorktreeEntry entry, AdminDirectory admin) => new(Head(entry, admin), entry.Lock)
    {
        Unfinished = admin.UnfinishedOperation,
        IndexLocked = admin.IndexLocked,
    };

    private static HeadSeen Head(WorktreeEntry entry, AdminDirectory admin) => entry switch
    {
        { Branch: { } branch, HasCommit: true } => new HeadSeen.OnBranch(branch),
        { Branch: { } branch } => new HeadSeen.Unborn(branch, admin.LastHead),
        { HasCommit: true } => new HeadSeen.Detached(entry.Head!),
        _ => new HeadSeen.Broken(),
    };

    private static Standing Kind(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
            return Standing.Other;
        if (!Directory.Exists(path))
            return info.Exists ? Standing.Other : Standing.Nothing;
        return Directory.EnumerateFileSystemEntries(path).Any() ? Standing.Directory : Standing.EmptyDirectory;
    }

    private enum Standing
    {
        Nothing,
        EmptyDirectory,
        Directory,
        Other,
    }
}
