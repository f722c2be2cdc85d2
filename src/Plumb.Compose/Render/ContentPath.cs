namespace Plumb.Compose.Render;

/// <summary>Arithmetic with paths relative to a content's root; <c>.</c> is the root itself.</summary>
internal static class ContentPath
{
    /// <summary>The path that a relative one means; null when it leads out of the content.</summary>
    public static string? Join(string from, string relative)
    {
        var names = new List<string>(from == "." ? [] : from.Split('/'));
        foreach (var name in relative.Split('/'))
        {
            switch (name)
            {
                case "" or ".":
                    break;
                case ".." when names.Count == 0:
                    return null;
                case "..":
                    names.RemoveAt(names.Count - 1);
                    break;
                default:
                    names.Add(name);
                    break;
            }
        }

        return names.Count == 0 ? "." : string.Join('/', names);
    }

    public static string Parent(string path) => path.LastIndexOf('/') is var at and > 0 ? path[..at] : ".";
}
