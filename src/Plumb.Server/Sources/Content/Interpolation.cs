using System.Text;

namespace Plumb.Server.Sources.Content;

/// <summary>Compose's <c>$NAME</c> and <c>${NAME:-default}</c> in paths, before Compose itself does it.</summary>
/// <remarks>Source: docs.docker.com, "Interpolation". Expressions within expressions are not read: a path that needs them is not known here.</remarks>
internal static class Interpolation
{
    /// <summary>The text with its variables replaced; null: it holds what is not read here, or a variable whose value is not known.</summary>
    /// <param name="variables">A null value is one that is not known.</param>
    public static string? Apply(string text, IReadOnlyDictionary<string, string?> variables)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '$')
            {
                result.Append(text[at++]);
            }
            else if (Next(text, at) == '$')
            {
                result.Append('$');
                at += 2;
            }
            else if (Expression(text, ref at, variables) is { } value)
            {
                result.Append(value);
            }
            else
            {
                return null;
            }
        }

        return result.ToString();
    }

    private static string? Expression(string text, ref int at, IReadOnlyDictionary<string, string?> variables)
    {
        var braced = Next(text, at) == '{';
        var nameAt = at + (braced ? 2 : 1);
        var end = nameAt;
        while (end < text.Length && (text[end] == '_' || char.IsAsciiLetterOrDigit(text[end])))
        {
            end++;
        }

        var name = text[nameAt..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            return null;
        }

        var isSet = variables.TryGetValue(name, out var value);
        if (isSet && value is null)
        {
            return null;
        }

        if (!braced)
        {
            at = end;
            return value ?? "";
        }

        var close = text.IndexOf('}', end);
        if (close < 0 || text[end..close].AsSpan().ContainsAny('$', '{'))
        {
            return null;
        }

        at = close + 1;
        return Operated(text[end..close], value);
    }

    private static string? Operated(string operation, string? value) => operation switch
    {
        "" => value ?? "",
        [':', '-', .. var other] => string.IsNullOrEmpty(value) ? other : value,
        ['-', .. var other] => value ?? other,
        [':', '+', .. var other] => string.IsNullOrEmpty(value) ? "" : other,
        ['+', .. var other] => value is null ? "" : other,
        [':', '?', ..] => string.IsNullOrEmpty(value) ? null : value,
        ['?', ..] => value,
        _ => null,
    };

    private static char Next(string text, int at) => at + 1 < text.Length ? text[at + 1] : '\0';
}
