namespace Plumb.Server.Sources.Finding;

/// <summary>Paths within a checkout: <c>/</c>-separated, <c>.</c> for its root. Pure text; nothing on a disk is asked.</summary>
internal static class SourcePath
{
    public static string Directory(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : ".";

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    public static string Join(string directory, string name) => directory == "." ? name : name == "." ? directory : $"{directory}/{name}";

    /// <summary>Where a relative path leads from a directory; null: out of the checkout.</summary>
    public static string? Resolve(string directory, string relative)
    {
        var names = directory == "." ? [] : directory.Split('/').ToList();
        foreach (var name in relative.Split('/'))
        {
            switch (name)
            {
                case "" or ".":
                    continue;
                case "..":
                    if (names.Count == 0)
                    {
                        return null;
                    }

                    names.RemoveAt(names.Count - 1);
                    break;
                default:
                    names.Add(name);
                    break;
            }
        }

        return names.Count == 0 ? "." : string.Join('/', names);
    }

    /// <summary>A path below a directory; the directory itself is not.</summary>
    public static bool IsIn(string path, string directory) =>
        directory == "."
            ? path != "."
            : path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal);

    /// <summary>The path as it is written from a directory: <c>../shared/a.yaml</c>.</summary>
    public static string From(string directory, string path)
    {
        var (from, to) = (Names(directory), Names(path));
        var shared = from.Zip(to).TakeWhile(pair => pair.First == pair.Second).Count();
        var names = Enumerable.Repeat("..", from.Length - shared).Concat(to[shared..]).ToList();
        return names.Count == 0 ? "." : string.Join('/', names);
    }

    /// <summary>The deepest directory that holds all of these directories and files' directories.</summary>
    public static string Ancestor(string directory, IEnumerable<string> paths)
    {
        var names = Names(directory);
        foreach (var path in paths)
        {
            var other = Names(Directory(path));
            names = names[..names.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count()];
        }

        return names.Length == 0 ? "." : string.Join('/', names);
    }

    private static string[] Names(string path) => path == "." ? [] : path.Split('/');
}
