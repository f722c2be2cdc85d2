using System.Text;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>Reads env files only as far as needed to keep their values out of messages; Compose reads them for what they mean.</summary>
internal static class EnvText
{
    /// <summary>Everything that stands behind <c>=</c> or <c>:</c> in a tracked env file of the content.</summary>
    public static IEnumerable<string> Values(RenderRequest request, StackContent content)
    {
        var named = request.Stack.Settings.EnvFiles.Select(f => content.Root == "." ? f : $"{content.Root}/{f}").ToHashSet(StringComparer.Ordinal);
        return content.Files
            .Where(f => named.Contains(f.Path) || f.Path.EndsWith(".env", StringComparison.Ordinal))
            .SelectMany(f => Encoding.UTF8.GetString(f.Bytes).Split('\n'))
            .Select(Value)
            .Where(v => v.Length > 3);
    }

    /// <summary>Name and value of a line of an env file, quotes taken off; null: a comment or nothing.</summary>
    public static (string Name, string Value)? Entry(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        var at = text.IndexOfAny(['=', ':']);
        if (at < 0)
        {
            return null;
        }

        var name = text[..at].Trim();
        name = name.StartsWith("export ", StringComparison.Ordinal) ? name[7..].Trim() : name;
        return (name, text[(at + 1)..].Trim().Trim('"', '\''));
    }

    private static string Value(string line) => Entry(line)?.Value ?? "";
}
