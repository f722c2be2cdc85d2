using Plumb.Contracts.Stacks;
using Plumb.Platform.Git;
using Plumb.Platform.Paths;
using Plumb.Server.Sources.Finding;
using Plumb.Server.Sources.Settings;

namespace Plumb.Server.Sources.Content;

/// <summary>What a stack is made of, before its bytes are read.</summary>
/// <param name="Files">Regular files by their path in the checkout, ordinal: links are replaced by what they name.</param>
internal sealed record StackFiles(StackPlace Place, StackSettings Settings, IReadOnlyList<GitTreeEntry> Files)
{
    // Long enough for any directory, short enough for a container's label.
    private const int LongestPath = 200;

    /// <summary>Reads a stack as far as the shelf has what it needs.</summary>
    /// <param name="others">The other stacks: what lies in their directories is not this one's, unless it is reached.</param>
    /// <exception cref="StackRefusedException">By file and rule.</exception>
    public static StackFiles Read(StackPlace place, IEnumerable<StackPlace> others, SourceTree tree, BlobShelf shelf, ReferenceCache references)
    {
        CheckPath(place);
        var links = new TreeLinks(tree, shelf);
        var settings = ReadSettings(place, tree, links);
        var reached = new StackReach(tree, links, references, place, settings).Files();
        var nested = others.Where(o => SourcePath.IsIn(o.Directory, place.Directory)).Select(o => o.Directory).ToList();
        var own = OwnPaths(place, tree, nested);
        var paths = own.Union(reached, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return paths.Count > ContentLimits.Files
            ? throw ContentLimits.TooManyFiles(paths.Count)
            : new StackFiles(place, settings, [.. paths.Select(p => File(p, place, tree, links)).OfType<GitTreeEntry>()]);
    }

    private static StackSettings ReadSettings(StackPlace place, SourceTree tree, TreeLinks links)
    {
        if (tree.Find(SourcePath.Join(place.Directory, "plumb.stack.yml")) is not null)
        {
            throw new StackRefusedException("plumb.stack.yml", "settings.file", $"plumb.stack.yml: the file's name must be {StackFile.Name}. Rename it. (settings.file)");
        }

        return tree.Find(SourcePath.Join(place.Directory, StackFile.Name)) is { } entry && links.Read(entry, StackFile.Name) is var (_, bytes)
            ? StackFile.Parse(bytes)
            : new StackSettings();
    }

    private static List<string> OwnPaths(StackPlace place, SourceTree tree, List<string> nested)
    {
        var paths = new List<string>();
        foreach (var entry in tree.Below(place.Directory))
        {
            if (!nested.Exists(n => SourcePath.IsIn(entry.Path, n)))
            {
                paths.Add(entry.Path);
            }
        }

        return paths;
    }

    /// <summary>The regular file at a path, under that path; null: not known before the shelf was fetched.</summary>
    private static GitTreeEntry? File(string path, StackPlace place, SourceTree tree, TreeLinks links)
    {
        var shown = SourcePath.From(place.Directory, path);
        var rule = path.Contains('\ufffd', StringComparison.Ordinal) ? "path.encoding" : UntrustedPath.BrokenRule(path);
        return rule is null
            ? links.Resolve(tree.Find(path)!, shown) is { } file ? file with { Path = path } : null
            : throw new StackRefusedException(shown, rule, $"{Printable(shown)}: this name cannot be laid out: {(rule == "path.encoding" ? "it is not UTF-8" : UntrustedPathException.Meaning(rule))}. Rename the file. ({rule})");
    }

    private static void CheckPath(StackPlace place)
    {
        if (place.Path.Length > LongestPath || place.Path.Any(c => char.IsControl(c) || c is '\\' or '\ufffd'))
        {
            throw new StackRefusedException(
                ".", "stack.path", $"The directory '{Printable(place.Path)}' cannot be a stack's name: at most {LongestPath} characters, no control character, no '\\'. Rename it. (stack.path)");
        }
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\ufffd' : c));
}
