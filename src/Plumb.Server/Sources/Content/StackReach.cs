using Plumb.Contracts.Stacks;
using Plumb.Platform.Git;
using Plumb.Server.Sources.Finding;

namespace Plumb.Server.Sources.Content;

/// <summary>Which tracked files a stack's compose files reach: by <c>include</c>, <c>extends</c>, env files, configs, secrets, builds and mounts.</summary>
/// <remarks>Reads every compose file with limits, so that none comes to Compose unread. Asks only the tree and the shelf.</remarks>
internal sealed class StackReach(SourceTree tree, TreeLinks links, ReferenceCache references, StackPlace place, StackSettings settings)
{
    // Each may include others: a bound for files that include each other in many ways.
    private const int MostComposeFiles = 200;
    private const int DeepestInclude = 16;

    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<(string File, string Directory)> _seen = [];

    /// <summary>Tracked paths, by path. Not whole while the shelf wants files.</summary>
    /// <exception cref="StackRefusedException">By file and rule.</exception>
    public IReadOnlyCollection<string> Files()
    {
        var own = new ReferencePaths(StackFileName, place.Directory, new Dictionary<string, string?>(StringComparer.Ordinal));
        var files = (settings.Files.Count == 0 ? [place.ComposeFile] : settings.Files).Select(f => own.Inside("files", f, 0)).ToList();
        var variables = Variables(own);
        foreach (var file in files)
        {
            Visit(file, SourcePath.Directory(files[0]), variables, level: 1);
        }

        return _files;
    }

    private const string StackFileName = Settings.StackFile.Name;

    /// <summary>What <c>${…}</c> sees: the declared variables win over the env files, later files over earlier ones.</summary>
    private Dictionary<string, string?> Variables(ReferencePaths own)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var file in settings.EnvFiles.Count == 0 ? [".env"] : settings.EnvFiles)
        {
            AddVariables(own.Inside("envFiles", file, 0), variables);
        }

        foreach (var (name, value) in settings.Variables)
        {
            variables[name] = value;
        }

        return variables;
    }

    private void AddVariables(string file, Dictionary<string, string?> variables)
    {
        if (Take(file) is var (_, bytes))
        {
            foreach (var (name, value) in EnvFile.Parse(bytes))
            {
                variables[name] = value;
            }
        }
    }

    /// <param name="level">How many files include or extend each other down to this one.</param>
    /// <param name="extended">Compose takes over a service of it, and none of its includes.</param>
    private void Visit(string file, string directory, IReadOnlyDictionary<string, string?> variables, int level, bool extended = false)
    {
        if (!_seen.Add((file, directory)))
        {
            return;
        }

        if (_seen.Count > MostComposeFiles)
        {
            throw new StackRefusedException(Shown(file), "include.many", $"{Shown(file)}: more than {MostComposeFiles} compose files are included. (include.many)");
        }

        if (level > DeepestInclude)
        {
            throw new StackRefusedException(Shown(file), "include.deep", $"{Shown(file)}: files include or extend each other more than {DeepestInclude} levels deep. (include.deep)");
        }

        if (Take(file) is not var (entry, bytes))
        {
            return;
        }

        var found = references.Read(entry.Id, Shown(file), bytes);
        var paths = new ReferencePaths(Shown(file), directory, variables);
        foreach (var include in extended ? [] : found.Includes)
        {
            Include(include, paths, level);
        }

        foreach (var reference in found.Paths)
        {
            Follow(reference, paths, level);
        }
    }

    private void Include(ComposeInclude include, ReferencePaths paths, int level)
    {
        var files = include.Files.Select(f => paths.Inside("include", f, include.Line)).ToList();
        if (files.Count == 0)
        {
            return;
        }

        var directory = include.ProjectDirectory is { } named ? paths.Inside("include", named, include.Line) : SourcePath.Directory(files[0]);
        var own = new Dictionary<string, string?>(StringComparer.Ordinal);
        var envFiles = include.EnvFiles.Count == 0
            ? [SourcePath.Join(directory, ".env")]
            : include.EnvFiles.Select(f => paths.Inside("include", f, include.Line));
        foreach (var file in envFiles)
        {
            AddVariables(file, own);
        }

        foreach (var (name, value) in paths.Variables)
        {
            own[name] = value;
        }

        foreach (var file in files)
        {
            Visit(file, directory, own, level + 1);
        }
    }

    private void Follow(ComposeReference reference, ReferencePaths paths, int level)
    {
        var (kind, key, text, line) = reference;
        switch (kind)
        {
            case ReferenceKind.Extends:
                var file = paths.Inside(key, text, line);
                Visit(file, SourcePath.Directory(file), paths.Variables, level + 1, extended: true);
                break;
            case ReferenceKind.EnvFile or ReferenceKind.LabelFile or ReferenceKind.Dockerfile or ReferenceKind.Config or ReferenceKind.Secret:
                Add(paths.Inside(key, text, line));
                break;
            case ReferenceKind.BuildContext:
                Add(paths.BuildContext(key, text, line));
                break;
            case ReferenceKind.BindMount:
                Add(paths.Perhaps(key, text, line));
                break;
            default:
                throw new InvalidOperationException($"No way to follow {kind}.");
        }
    }

    /// <summary>A tracked file, or all of a directory. What is not tracked does not exist.</summary>
    private void Add(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (tree.Find(path) is not null)
        {
            _files.Add(path);
            return;
        }

        foreach (var entry in tree.Below(path))
        {
            _files.Add(entry.Path);
        }
    }

    /// <summary>Adds a file and reads it; null: it is not tracked, or not on the shelf yet.</summary>
    private (GitTreeEntry File, byte[] Bytes)? Take(string path)
    {
        if (tree.Find(path) is not { } entry)
        {
            return null;
        }

        _files.Add(path);
        return links.Read(entry, Shown(path));
    }

    private string Shown(string path) => SourcePath.From(place.Directory, path);
}
