using System.Text;
using Plumb.Compose.Layout;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>Which tracked files lie at or below an absolute path of this host.</summary>
internal sealed class ContentIndex
{
    private readonly List<(string Place, ContentFile File)> _files;
    private readonly HashSet<string> _notByDirectory;
    private readonly string _root;

    /// <param name="content">The tracked files.</param>
    /// <param name="place">Where they lie.</param>
    /// <param name="instructions">
    /// Content paths that tell Compose and Plumb what to do: who mounts or builds a whole directory does not mean these, and a comment in them restarts nothing.
    /// </param>
    public ContentIndex(StackContent content, StackPlace place, IEnumerable<string> instructions)
    {
        _root = content.Root;
        _notByDirectory = instructions.ToHashSet(StringComparer.Ordinal);
        _files = [.. content.Files.Select(f => (place.PathOf(content.Root, f.Path), f)).OrderBy(f => f.Item1, StringComparer.Ordinal)];
    }

    /// <summary>The file at the path, or all below it.</summary>
    /// <param name="path">Absolute, as it is on disk.</param>
    public IEnumerable<ContentFile> At(string path)
    {
        var place = path.TrimEnd('/');
        var below = place + "/";
        return _files
            .Where(f => f.Place == place || (f.Place.StartsWith(below, StringComparison.Ordinal) && !_notByDirectory.Contains(f.File.Path)))
            .Select(f => f.File);
    }

    /// <summary>The files' names as seen from the stack's directory, modes and blob ids, as a text to hash.</summary>
    public string Identity(IEnumerable<ContentFile> files)
    {
        var text = new StringBuilder();
        foreach (var line in files.Select(Line).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append(line);
        }

        return text.ToString();
    }

    private string Line(ContentFile file)
    {
        var (levels, rest) = StackPlace.FromStack(_root, file.Path);
        return $"{levels.ToString(System.Globalization.CultureInfo.InvariantCulture)}/{rest}\0{file.Mode}\0{file.BlobId}\0";
    }
}
