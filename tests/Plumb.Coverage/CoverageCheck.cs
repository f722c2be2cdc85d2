namespace Plumb.Coverage;

/// <summary>Holds the tables against what ran.</summary>
/// <param name="Proved">Rows whose every test passed.</param>
/// <param name="Pending">Rows that say that nothing shows them yet.</param>
/// <param name="Faults">Rows that claim what no passing test shows, and malformed ones.</param>
public sealed record CoverageCheck(IReadOnlyList<CoverageRow> Proved, IReadOnlyList<CoverageRow> Pending, IReadOnlyList<string> Faults)
{
    public static CoverageCheck Of(IReadOnlyList<CoverageTable> tables, TestResults results)
    {
        var rows = tables.SelectMany(table => table.Rows).ToList();
        var claimed = rows.Where(row => !row.Pending && row.Tests.Count > 0).ToList();
        return new CoverageCheck(
            [.. claimed.Where(row => row.Tests.All(results.AllPassed))],
            [.. rows.Where(row => row.Pending)],
            [
                .. tables.SelectMany(table => table.Faults),
                .. from row in claimed
                   from test in row.Tests
                   where !results.AllPassed(test)
                   select $"{row.Table}:{row.Line}: {row.Id} ({row.What}): {test} {(results.Ran(test) ? "did not pass" : "did not run")}",
            ]);
    }
}
