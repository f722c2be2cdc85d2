using Plumb.Platform.Git;

namespace Plumb.Server.Sources.Finding;

/// <summary>The tracked paths of one commit, to be asked. Immutable.</summary>
internal sealed class SourceTree
{
    private readonly GitTreeEntry[] _entries;
    private readonly Dictionary<string, GitTreeEntry> _byPath;

    public SourceTree(IEnumerable<GitTreeEntry> entries)
    {
        _entries = [.. entries];
        Array.Sort(_entries, (a, b) => string.CompareOrdinal(a.Path, b.Path));

        // Names that are not UTF-8 may become the same one; each is refused where a stack would have it.
        _byPath = _entries.DistinctBy(e => e.Path, StringComparer.Ordinal).ToDictionary(e => e.Path, StringComparer.Ordinal);
    }

    public IReadOnlyList<GitTreeEntry> Entries => _entries;

    public GitTreeEntry? Find(string path) => _byPath.GetValueOrDefault(path);

    public SourceTree Without(IReadOnlySet<string> paths) => new(_entries.Where(e => !paths.Contains(e.Path)));

    /// <summary>All that lies in a directory, however deep; <c>.</c> is the root.</summary>
    public ReadOnlySpan<GitTreeEntry> Below(string directory)
    {
        if (directory == ".")
        {
            return _entries;
        }

        var prefix = directory + "/";
        var first = LowerBound(prefix);

        // '0' follows '/': the first path that no longer begins with the prefix.
        return _entries.AsSpan(first, LowerBound(directory + "0") - first);
    }

    private int LowerBound(string path)
    {
        var (low, high) = (0, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(_entries[middle].Path, path) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
