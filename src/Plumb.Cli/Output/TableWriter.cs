using System.Text;

namespace Plumb.Cli.Output;

/// <summary>Columns of text without lines, so that they can be cut and searched. Only a terminal's width cuts a row short.</summary>
internal sealed class TableWriter(Surroundings surroundings, IReadOnlyList<string> titles, bool headers)
{
    private const string Gap = "   ";
    private readonly int[] widths = [.. titles.Select(t => headers ? t.Length : 0)];
    private bool begun;

    /// <summary>Writes rows; the titles before the first. Columns only grow, so that later rows stay in line.</summary>
    public void Write(IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        for (var column = 0; column < widths.Length; column++)
        {
            widths[column] = rows.Select(row => TextWidth.Of(Shown(row[column]))).Append(widths[column]).Max();
        }

        if (headers && !begun)
        {
            WriteRow([.. titles.Select(t => new Cell(t))]);
        }

        begun = true;
        foreach (var row in rows)
        {
            WriteRow(row);
        }
    }

    private void WriteRow(IReadOnlyList<Cell> row)
    {
        var line = new StringBuilder();
        var left = surroundings.OutIsTerminal ? surroundings.Width : int.MaxValue;
        for (var column = 0; column < row.Count && left > 0; column++)
        {
            var text = TextWidth.Cut(Shown(row[column]), left);
            var pad = column == row.Count - 1 ? 0 : Math.Max(0, widths[column] - TextWidth.Of(text));
            left -= TextWidth.Of(text) + pad + Gap.Length;
            line.Append(Toned.Text(surroundings, text, row[column].Tone)).Append(' ', pad).Append(Gap);
        }

        surroundings.Out.WriteLine(line.ToString().TrimEnd());
    }

    /// <summary>An empty cell is shown, so that columns can be counted.</summary>
    private static string Shown(Cell cell) => cell.Text.Length == 0 ? "-" : Clean.Line(cell.Text);
}
