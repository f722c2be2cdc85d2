namespace Plumb.Server.Fleet;

/// <summary>The one rule for names, labels and annotation keys, at every door.</summary>
internal static class Names
{
    public const string Rule = "1 to 63 of a-z A-Z 0-9 . _ - /, beginning and ending with a letter or digit";

    private const int Longest = 63;

    public static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/');
}
