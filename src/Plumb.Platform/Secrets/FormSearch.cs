using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Plumb.Platform.Secrets;

/// <summary>Finds any of many texts in one pass. Immutable.</summary>
internal sealed class FormSearch
{
    private readonly SearchValues<string> _any;
    private readonly FrozenDictionary<string, string[]> _byStart;

    private FormSearch(SearchValues<string> any, FrozenDictionary<string, string[]> byStart)
    {
        _any = any;
        _byStart = byStart;
    }

    public static FormSearch Empty { get; } = Of([]);

    public static FormSearch Of(IReadOnlyCollection<string> forms) => new(
        SearchValues.Create([.. forms], StringComparison.Ordinal),
        forms.GroupBy(f => f[..SecretForms.Shortest], StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.OrderByDescending(f => f.Length).ToArray(), StringComparer.Ordinal));

    public string Mask(string text)
    {
        var at = text.AsSpan().IndexOfAny(_any);
        if (at < 0)
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        var shown = 0;
        while (at >= 0)
        {
            masked.Append(text, shown, at - shown).Append(SecretMask.Stars);
            shown = EndOfSecrets(text, at);
            at = Next(text, shown);
        }

        return masked.Append(text, shown, text.Length - shown).ToString();
    }

    /// <summary>The end of the longest secret that begins here, and of those that begin inside it: overlapping secrets go together.</summary>
    private int EndOfSecrets(string text, int from)
    {
        var end = from + LongestAt(text, from);
        for (var at = Next(text, from + 1); at >= 0 && at < end; at = Next(text, at + 1))
        {
            end = Math.Max(end, at + LongestAt(text, at));
        }

        return end;
    }

    private int LongestAt(string text, int at)
    {
        foreach (var form in _byStart[text.Substring(at, SecretForms.Shortest)])
        {
            if (text.AsSpan(at).StartsWith(form, StringComparison.Ordinal))
            {
                return form.Length;
            }
        }

        throw new InvalidOperationException("A form was found that is not there.");
    }

    private int Next(string text, int from)
    {
        var at = text.AsSpan(from).IndexOfAny(_any);
        return at < 0 ? -1 : from + at;
    }
}
