namespace Plumb.Cli.Output;

/// <summary>One line on standard error that tells how something stands: rewritten on a terminal, a new line for each change elsewhere.</summary>
internal sealed class StatusLine(Surroundings surroundings) : IDisposable
{
    private string shown = "";

    public void Show(string text)
    {
        text = Clean.Line(text);
        if (text == shown)
        {
            return;
        }

        shown = text;
        if (surroundings.ErrorIsTerminal)
        {
            surroundings.Error.Write($"\r\e[K{TextWidth.Cut(text, surroundings.Width - 1)}");
        }
        else
        {
            surroundings.Error.WriteLine(text);
        }
    }

    /// <summary>Takes the line away and leaves these last words, if there are any.</summary>
    public void End(string text)
    {
        if (surroundings.ErrorIsTerminal && shown.Length > 0)
        {
            surroundings.Error.Write("\r\e[K");
        }

        shown = "";
        if (text.Length > 0)
        {
            surroundings.Error.WriteLine(Clean.Line(text));
        }
    }

    public void Dispose() => End("");
}
