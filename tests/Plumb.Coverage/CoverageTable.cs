using System.Text.RegularExpressions;

namespace Plumb.Coverage;

/// <summary>A file of <c>tests/coverage</c>: Markdown, with rows <c>| id | what must be seen | tests |</c>.</summary>
public sealed partial class CoverageTable
{
    private CoverageTable(IReadOnlyList<CoverageRow> rows, IReadOnlyList<string> faults)
    {
        Rows = rows;
        Faults = faults;
    }

    public IReadOnlyList<CoverageRow> Rows { get; }

    /// <summary>What is wrong with the table itself, by line.</summary>
    public IReadOnlyList<string> Faults { get; }

    public static IReadOnlyList<CoverageTable> ReadAll(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.md").Order(StringComparer.Ordinal).Select(file => Parse(Path.GetFileName(file), File.ReadAllLines(file)))];

    public static CoverageTable Parse(string name, IReadOnlyList<string> lines)
    {
        var rows = new List<CoverageRow>();
        var faults = new List<string>();
        for (var at = 0; at < lines.Count; at++)
        {
            var line = lines[at];
            if (!line.StartsWith('|') || Heading().IsMatch(line))
                continue;
            var cells = line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
            if (cells is not [{ Length: > 0 } id, { Length: > 0 } what, var tests] || !Id().IsMatch(id))
            {
                faults.Add($"{name}:{at + 1}: not a row of id, what must be seen, and tests: {line}");
                continue;
            }

            var named = TestName().Matches(tests).Select(match => match.Groups["it"].Value).ToList();
            var pending = tests == "PENDING";
            if (!pending && (named.Count == 0 || !TestCell().IsMatch(tests)))
                faults.Add($"{name}:{at + 1}: the tests of {id} are neither PENDING nor fully qualified names in backticks: {tests}");
            if (rows.Exists(row => row.Id == id))
                faults.Add($"{name}:{at + 1}: the id {id} is used twice");
            rows.Add(new CoverageRow(name, at + 1, id, what, named, pending));
        }

        if (rows.Count == 0)
            faults.Add($"{name}: no rows");
        return new CoverageTable(rows, faults);
    }

    [GeneratedRegex(@"^\|\s*(id\s*\||-)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^[A-Z]?\d+(\.\d+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex("`(?<it>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex(@"^`\w+(\.\w+)+`(\s*(,|<br>)\s*`\w+(\.\w+)+`)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TestCell();
}
