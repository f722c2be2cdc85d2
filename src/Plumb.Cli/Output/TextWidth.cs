using System.Text;
using Spectre.Console.Rendering;

namespace Plumb.Cli.Output;

/// <summary>How many columns of a terminal a text takes: two for wide letters and emoji.</summary>
internal static class TextWidth
{
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    /// <summary>The text, or as much of its beginning as fits with an ellipsis after it.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Of(cut.ToString()) + Of(rune.ToString()) > width - 1)
            {
                break;
            }

            cut.Append(rune);
        }

        return cut.Append('…').ToString();
    }
}
