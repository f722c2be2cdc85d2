namespace Plumb.Contracts.Naming;

/// <summary>
/// The one rule for names, labels and annotation keys, and the one for annotation values, at every door: routes, bodies, files, flags.
/// Case counts; nothing is trimmed or folded.
/// </summary>
public static class NameRule
{
    /// <summary>Completes "must be …".</summary>
    public const string Expected = "1 to 63 of a-z A-Z 0-9 . _ - /, beginning and ending with a letter or digit";

    /// <summary>Completes "must be …".</summary>
    public const string ExpectedValue = "up to 256 characters, none of them a control character";

    private const int Longest = 63;
    private const int LongestValue = 256;

    /// <summary>A part between slashes that is empty, <c>.</c> or <c>..</c> would be another name once something took it for a path.</summary>
    public static bool Holds(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
            && text.Split('/').All(part => part is not ("" or "." or ".."));
    }

    /// <summary>An annotation's value. Counted in UTF-16 units.</summary>
    public static bool HoldsForValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= LongestValue && !text.Any(char.IsControl);
    }
}
