using System.Text;

namespace Plumb.Server.Sources.Content;

/// <summary>The variables of an env file. A value that is more than plain text is not known (null).</summary>
internal static class EnvFile
{
    public static IEnumerable<KeyValuePair<string, string?>> Parse(ReadOnlySpan<byte> bytes)
    {
        var variables = new List<KeyValuePair<string, string?>>();
        foreach (var raw in Encoding.UTF8.GetString(bytes).TrimStart('\ufeff').Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line["export ".Length..].TrimStart();
            }

            var name = line.Split('=', ':')[0];
            if (name.Length > 0 && name.Length < line.Length && !line.StartsWith('#'))
            {
                variables.Add(new(name.TrimEnd(), Value(line[(name.Length + 1)..].TrimStart())));
            }
        }

        return variables;
    }

    private static string? Value(string text)
    {
        if (text.Length > 0 && text[0] is '\'' or '"')
        {
            // Quotes that end later, escapes and expressions: what Compose makes of those is its own business.
            var end = text.IndexOf(text[0], 1);
            return end < 0 || text[1..end].AsSpan().ContainsAny('\\', '$') ? null : text[1..end];
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        var plain = (comment < 0 ? text : text[..comment]).TrimEnd();
        return plain.AsSpan().ContainsAny("\\$'\"") ? null : plain;
    }
}
