using Plumb.Compose.Layout;
using Plumb.Contracts.Targets;
using Plumb.Platform.Yaml;

namespace Plumb.Compose.Render;

/// <summary>
/// What Compose would read while it renders: every compose file passes our own capped YAML reader first, and everything that they reach by
/// <c>include</c>, <c>extends</c>, <c>env_file</c> and <c>label_file</c> lies within the content. Otherwise a file of this host
/// would end up in a container's environment.
/// </summary>
internal sealed class ReachRules
{
    private const int MostFiles = 200;

    private readonly StackContent _content;
    private readonly Dictionary<string, ContentFile> _files;
    private readonly PathVariables _variables;
    private readonly HashSet<(string File, string Base)> _seen = [];
    private readonly Queue<(string File, string Base)> _due = new();

    private ReachRules(RenderRequest request, StackContent content)
    {
        _content = content;
        _files = content.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        _variables = new PathVariables(request, content);
        var first = ContentPath.Join(content.Root, request.Files[0])!;
        foreach (var file in request.Files)
        {
            Follow(ContentPath.Join(content.Root, file)!, ContentPath.Parent(first));
        }
    }

    /// <summary>The first rule that the content's compose files break; null when they break none.</summary>
    public static Refusal? Broken(RenderRequest request, StackContent content)
    {
        var rules = new ReachRules(request, content);
        while (rules._due.TryDequeue(out var next))
        {
            if (rules.BrokenBy(next.File, next.Base) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }

    private Refusal? BrokenBy(string file, string from)
    {
        var shown = Shown(file);
        if (_seen.Count > MostFiles)
        {
            return new Refusal(shown, "include.many", $"More than {MostFiles} compose files are included.");
        }

        if (!_files.TryGetValue(file, out var content))
        {
            // Compose says which file misses it, and may not need it at all.
            return null;
        }

        IReadOnlyList<YamlNode> documents;
        try
        {
            documents = CappedYaml.Parse(shown, content.Bytes);
        }
        catch (YamlRefusedException refused)
        {
            return new Refusal(shown, refused.Rule, refused.Message);
        }

        return documents.OfType<YamlMapping>().Select(d => BrokenIn(d, shown, from)).FirstOrDefault(r => r is not null);
    }

    private Refusal? BrokenIn(YamlMapping document, string shown, string from) =>
        Items(document["include"]).Select(i => BrokenInclude(i, shown, from)).FirstOrDefault(r => r is not null)
        ?? Services(document).Select(s => BrokenService(s, shown, from)).FirstOrDefault(r => r is not null);

    private Refusal? BrokenInclude(YamlNode include, string shown, string from)
    {
        if (include is not YamlMapping map)
        {
            return BrokenPath(include, shown, "include", from, out var one) ?? FollowFrom(one, from: null);
        }

        string? directory = null;
        if (map["project_directory"] is { } given && BrokenPath(given, shown, "include", from, out directory) is { } wrong)
        {
            return wrong;
        }

        foreach (var path in Items(map["path"]))
        {
            if (BrokenPath(path, shown, "include", from, out var file) is { } broken)
            {
                return broken;
            }

            _ = FollowFrom(file, directory);
        }

        return BrokenPaths(map["env_file"], shown, "env_file", from);
    }

    private Refusal? BrokenService(YamlMapping service, string shown, string from)
    {
        if (service["extends"] is YamlMapping extends && extends["file"] is { } file)
        {
            if (BrokenPath(file, shown, "extends", from, out var path) is { } broken)
            {
                return broken;
            }

            _ = FollowFrom(path, from: null);
        }

        return BrokenPaths(service["env_file"], shown, "env_file", from) ?? BrokenPaths(service["label_file"], shown, "label_file", from);
    }

    private Refusal? BrokenPaths(YamlNode? node, string shown, string word, string from) => Items(node)
        .Select(item => item is YamlMapping map ? map["path"] : item)
        .OfType<YamlNode>()
        .Select(item => BrokenPath(item, shown, word, from, out _))
        .FirstOrDefault(r => r is not null);

    private Refusal? BrokenPath(YamlNode node, string shown, string word, string from, out string? path)
    {
        path = null;
        if (node is not YamlScalar { IsNull: false, Value: var text })
        {
            return null;
        }

        if (IsRemote(text))
        {
            return new Refusal(shown, "path.remote", $"Line {node.Line}: {word} '{text}' is fetched from elsewhere. Only files of the repository are used: copy it there.");
        }

        if (_variables.Substitute(text) is not { } plain)
        {
            return new Refusal(shown, "path.variable", $"Line {node.Line}: {word} '{text}' holds a variable that could lead anywhere. In paths, variables may only have simple values.");
        }

        if (plain.StartsWith('/') || plain.StartsWith('~'))
        {
            return new Refusal(shown, "path.absolute", $"Line {node.Line}: {word} '{text}' is a path of this host. Only files of the repository are used: track it there.");
        }

        path = ContentPath.Join(from, plain);
        return path is null ? new Refusal(shown, "path.outside", $"Line {node.Line}: {word} '{text}' leads out of the repository.") : null;
    }

    /// <summary>Compose takes these for addresses before it looks for a file.</summary>
    private static bool IsRemote(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith("oci:", StringComparison.Ordinal)
        || text.StartsWith("git@", StringComparison.Ordinal) || text.StartsWith("github.com/", StringComparison.Ordinal);

    /// <param name="file">Content path; null or with a variable in it: cannot be followed, and Compose reads it within the content.</param>
    /// <param name="from">Against what its paths count; null: its own directory.</param>
    private Refusal? FollowFrom(string? file, string? from)
    {
        if (file is not null)
        {
            Follow(file, from ?? ContentPath.Parent(file));
        }

        return null;
    }

    private void Follow(string file, string from)
    {
        if (_seen.Add((file, from)))
        {
            _due.Enqueue((file, from));
        }
    }

    private string Shown(string file)
    {
        var (levels, below) = StackPlace.FromStack(_content.Root, file);
        return string.Concat(Enumerable.Repeat("../", levels)) + below;
    }

    private static IEnumerable<YamlNode> Items(YamlNode? node) => node switch
    {
        null => [],
        YamlSequence list => list.Items,
        _ => [node],
    };

    private static IEnumerable<YamlMapping> Services(YamlMapping document) =>
        (document["services"] as YamlMapping)?.Entries().Select(e => e.Value).OfType<YamlMapping>() ?? [];
}
