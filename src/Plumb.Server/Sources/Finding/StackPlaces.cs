using Plumb.Contracts.Sources;

namespace Plumb.Server.Sources.Finding;

/// <summary>Where a stack is.</summary>
/// <param name="Path">Relative to the deploy directory; <c>.</c> for that itself.</param>
/// <param name="Directory">Relative to the checkout's root.</param>
/// <param name="ComposeFile">The name of the compose file that was found.</param>
internal sealed record StackPlace(string Path, string Directory, string ComposeFile);

/// <summary>Finds the stacks below a deploy directory. Pure.</summary>
internal static class StackPlaces
{
    /// <summary>Names of compose files; where a directory has several, the earlier one is the stack's.</summary>
    private static readonly string[] ComposeFiles = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

    /// <returns>By path, ordinal.</returns>
    public static IReadOnlyList<StackPlace> Find(SourceTree tree, string deployDirectory, DiscoverySpec discovery)
    {
        var found = new SortedDictionary<string, StackPlace>(StringComparer.Ordinal);
        foreach (var entry in tree.Below(deployDirectory))
        {
            var rank = Array.IndexOf(ComposeFiles, SourcePath.Name(entry.Path));
            var directory = SourcePath.Directory(entry.Path);
            var path = SourcePath.From(deployDirectory, directory);
            if (rank >= 0 && entry.Mode != "160000" && IsVisible(path, discovery.Depth)
                && (!found.TryGetValue(path, out var other) || rank < Array.IndexOf(ComposeFiles, other.ComposeFile)))
            {
                found[path] = new StackPlace(path, directory, ComposeFiles[rank]);
            }
        }

        return discovery.Nested
            ? [.. found.Values]
            : [.. found.Values.Where(place => !Above(place.Path).Any(found.ContainsKey))];
    }

    private static bool IsVisible(string path, int depth) =>
        path == "." || (path.Split('/') is var names && names.Length <= depth && !names.Any(name => name.StartsWith('.')));

    private static IEnumerable<string> Above(string path)
    {
        for (var at = path; at != ".";)
        {
            at = SourcePath.Directory(at);
            yield return at;
        }
    }
}
