using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Platform.Git;
using Plumb.Platform.Paths;
using Plumb.Server.Sources.Finding;

namespace Plumb.Server.Sources.Content;

/// <summary>Content that a client sent, held to the very rules that content of a repository is held to: nothing outside of what was sent exists.</summary>
internal static class SentContent
{
    /// <param name="files">By path, as they were sent.</param>
    /// <returns>With its refusal where it is hostile or invalid.</returns>
    public static DiscoveredStack Read(IReadOnlyDictionary<string, PublishedFile> files)
    {
        try
        {
            return ReadWhole(files);
        }
        catch (StackRefusedException refused)
        {
            return new DiscoveredStack(".", ComposeFile: null, new StackSettings(), Content: null, Checksum: null, refused.Refusal);
        }
    }

    private static DiscoveredStack ReadWhole(IReadOnlyDictionary<string, PublishedFile> files)
    {
        Check(files);
        var shelf = new BlobShelf();
        var entries = new List<GitTreeEntry>();
        var bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, file) in files)
        {
            var id = StackContent.BlobIdOf(file.Bytes);
            entries.Add(new GitTreeEntry(file.Executable ? "100755" : "100644", id, path));
            bytes[id] = file.Bytes;
            shelf.Put(id, file.Bytes);
        }

        var tree = new SourceTree(entries);
        var place = StackPlaces.Find(tree, ".", new DiscoverySpec { Depth = 0 }) is [var found]
            ? found
            : throw new StackRefusedException(".", "compose.missing", "There is no compose.yaml, compose.yml, docker-compose.yaml or docker-compose.yml among the files. Send one, at the top. (compose.missing)");
        var stack = StackFiles.Read(place, [], tree, shelf, new ReferenceCache());
        var content = new StackContent(".", [.. stack.Files.Select(file => new ContentFile(file.Path, file.Mode, file.Id, ContentBytes.Real(bytes[file.Id], file.Path)))]);
        return new DiscoveredStack(".", place.ComposeFile, stack.Settings, content, content.Checksum(), Refusal: null);
    }

    private static void Check(IReadOnlyDictionary<string, PublishedFile> files)
    {
        if (files.Count > ContentLimits.Files)
        {
            throw ContentLimits.TooManyFiles(files.Count);
        }

        foreach (var (path, file) in files)
        {
            if (UntrustedPath.BrokenRule(path) is { } rule)
            {
                throw new StackRefusedException(".", rule, $"A file's path cannot be laid out: {UntrustedPathException.Meaning(rule)}. Rename the file. ({rule})");
            }

            if (Above(path).FirstOrDefault(files.ContainsKey) is { } above)
            {
                throw new StackRefusedException(path, "path.not-a-directory", $"{path}: '{above}' is a file, so nothing can lie in it. Rename one of them. (path.not-a-directory)");
            }

            if (file.Bytes.LongLength > ContentLimits.File)
            {
                throw ContentLimits.FileTooLarge(path);
            }
        }

        if (files.Values.Sum(file => file.Bytes.LongLength) is > ContentLimits.Stack and var total)
        {
            throw ContentLimits.StackTooLarge(total);
        }
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }
}
