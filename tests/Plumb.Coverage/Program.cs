using System.Xml.Linq;
using Plumb.Coverage;

// usage: Plumb.Coverage RESULTS-DIRECTORY TABLES-DIRECTORY PROJECT…
// Counts the results of every project, holds the coverage tables against them, and ends with "N passed, N failed".
// A row that says PENDING is told and not counted, unless COVERAGE_FINAL is set: then it is a failure as any other.
if (args is not [var resultsDirectory, var tablesDirectory, .. var projects])
{
    Console.Error.WriteLine("usage: Plumb.Coverage RESULTS-DIRECTORY TABLES-DIRECTORY PROJECT…");
    return 2;
}

var results = new TestResults();
var faults = new List<string>();
foreach (var project in projects.Select(path => Path.GetFileName(path.TrimEnd('/'))))
{
    var trx = Path.Combine(resultsDirectory, project + ".trx");
    if (!File.Exists(trx))
    {
        faults.Add($"{project} gave no results: it did not run to its end; see {Path.Combine(resultsDirectory, project + ".log")}");
        continue;
    }

    var failedBefore = results.Failed;
    var document = XDocument.Load(trx);
    results.Add(document);
    // A crash of the test host shows here, and in no test.
    var outcome = (string?)document.Descendants(document.Root!.Name.Namespace + "ResultSummary").FirstOrDefault()?.Attribute("outcome");
    if (outcome is not ("Completed" or "Passed") && results.Failed == failedBefore)
        faults.Add($"{project} ended as {outcome ?? "unknown"}; see {Path.Combine(resultsDirectory, project + ".log")}");
}

var check = CoverageCheck.Of(CoverageTable.ReadAll(tablesDirectory), results);
faults.AddRange(check.Faults);
var final = Environment.GetEnvironmentVariable("COVERAGE_FINAL") is { Length: > 0 };
if (final)
    faults.AddRange(check.Pending.Select(row => $"{row.Table}:{row.Line}: {row.Id} ({row.What}): still PENDING"));

foreach (var row in check.Pending)
    Console.WriteLine($"PENDING: {row.Table} {row.Id}: {row.What}");
var total = check.Proved.Count + check.Pending.Count + check.Faults.Count;
Console.WriteLine(check.Pending.Count == 0
    ? $"coverage: {check.Proved.Count} rows proved, none pending"
    : $"coverage: NOT DONE: {check.Pending.Count} rows pending, {check.Proved.Count} proved");
if (total == 0)
    faults.Add("no coverage rows were read");
// Last, where one looks first.
foreach (var failure in results.Failures)
    Console.WriteLine($"failed: {failure}");
foreach (var fault in faults)
    Console.WriteLine($"failed: {fault}");
Console.WriteLine($"{results.Passed} passed, {results.Failed + faults.Count} failed");
return results.Failed + faults.Count == 0 && results.Passed > 0 ? 0 : 1;
