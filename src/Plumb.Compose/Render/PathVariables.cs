using System.Text;
using System.Text.RegularExpressions;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>
/// Variables in paths that Compose reads while rendering. What they stand for is not worked out (that is Compose's), only
/// that it is always one plain name, whichever of their values counts: then they can lead nowhere.
/// </summary>
internal sealed partial class PathVariables
{
    private const char Mark = '\uFFFF';
    private readonly ILookup<string, string> _values;

    public PathVariables(RenderRequest request, StackContent content)
    {
        var settings = request.Stack.Settings;
        var named = settings.EnvFiles.Select(f => ContentPath.Join(content.Root, f)).ToHashSet(StringComparer.Ordinal);
        var entries = content.Files
            .Where(f => named.Contains(f.Path) || f.Path.EndsWith(".env", StringComparison.Ordinal))
            .SelectMany(f => Encoding.UTF8.GetString(f.Bytes).Split('\n', '\r'))
            .Select(EnvText.Entry)
            .OfType<(string Name, string Value)>();
        _values = entries.Concat(settings.Variables.Select(v => (v.Key, v.Value))).ToLookup(e => e.Item1, e => e.Item2, StringComparer.Ordinal);
    }

    /// <summary>The path with every variable at its least: a plain name where something stands beside it, else nothing. Null: it could lead anywhere.</summary>
    public string? Substitute(string path)
    {
        if (!path.Contains('$', StringComparison.Ordinal))
        {
            return path;
        }

        var possible = true;
        var marked = Variable().Replace(path, found =>
        {
            var name = found.Groups["name"].Value;
            possible &= _values[name].Append(found.Groups["else"].Value).All(IsPlain);
            return Mark.ToString();
        });
        if (!possible || marked.Contains('$', StringComparison.Ordinal))
        {
            return null;
        }

        var least = marked.Split('/').Select(LeastOf).ToList();
        return least.Contains(null) ? null : string.Join('/', least);
    }

    /// <summary>Null: together with what stands beside it, it could be <c>..</c>.</summary>
    private static string? LeastOf(string name)
    {
        var around = name.Replace(Mark.ToString(), "", StringComparison.Ordinal);
        return around.Length == name.Length ? name
            : around.Any(c => c != '.') ? around
            : around.Length == 0 && name.Length == 1 ? ""
            : null;
    }

    private static bool IsPlain(string value) => value is not ("." or "..") && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    [GeneratedRegex(@"\$(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::?[-+](?<else>[^${}]*))?\})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
