using System.Text;

namespace Plumb.Cli.Output;

/// <summary>Text of others on its way to a terminal: no control character passes, so that no commit message steers the terminal.</summary>
internal static class Clean
{
    /// <summary>On one line: whatever ends a line becomes a space.</summary>
    public static string Line(string text) => Of(text, keepLines: false);

    /// <summary>Line ends and tabs stay.</summary>
    public static string Block(string text) => Of(text, keepLines: true);

    private static string Of(string text, bool keepLines)
    {
        if (!text.Any(c => char.IsControl(c) || IsSteering(c)))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\n' or '\t')
                clean.Append(keepLines ? c : ' ');
            else if (c != '\r' && !IsSteering(c))
                clean.Append(char.IsControl(c) ? '\uFFFD' : c);
        }

        return clean.ToString();
    }

    /// <summary>Marks that turn the direction of writing make a name look like another one. Source: CVE-2021-42574.</summary>
    private static bool IsSteering(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
