using System.Buffers;
using System.Text;

namespace Plumb.Platform.Secrets;

/// <summary>User and password in URLs: <c>https://user:token@host</c> becomes <c>https://***@host</c>.</summary>
public static class UrlUserInfo
{
    // Where the authority of a URL ends in running text.
    private static readonly SearchValues<char> End = SearchValues.Create("/?#\\ \t\r\n\"'`<>");

    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? masked = null;
        var shown = 0;
        for (var at = Authority(text, 0); at >= 0; at = Authority(text, at))
        {
            var rest = text.AsSpan(at);
            var length = rest.IndexOfAny(End);
            var info = rest[..(length < 0 ? rest.Length : length)].LastIndexOf('@');
            if (info > 0)
            {
                masked ??= new StringBuilder(text.Length);
                masked.Append(text, shown, at - shown).Append(SecretMask.Stars);
                shown = at + info;
            }
        }

        return masked is null ? text : masked.Append(text, shown, text.Length - shown).ToString();
    }

    private static int Authority(string text, int from)
    {
        var at = text.AsSpan(from).IndexOf("://", StringComparison.Ordinal);
        return at < 0 ? -1 : from + at + 3;
    }
}
