namespace Plumb.Server.Fleet;

/// <summary>The one rule for names, labels, annotation keys and annotation values, at every door. Case counts; nothing is trimmed or folded.</summary>
internal static class Names
{
    public const string Rule = "1 to 63 of a-z A-Z 0-9 . _ - /, beginning and ending with a letter or digit";

    private const int Longest = 63;
    private const int LongestValue = 256;

    public static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
        && text.Split('/').All(part => part is not ("" or "." or ".."));

    /// <summary>An annotation's value.</summary>
    public static bool IsValue(string text) => text.Length <= LongestValue && !text.Any(char.IsControl);
}
