using System.Xml.Linq;

namespace Plumb.Coverage;

/// <summary>What ran, from the TRX files of a run.</summary>
public sealed class TestResults
{
    private readonly Dictionary<string, Outcomes> byTest = new(StringComparer.Ordinal);

    public int Passed { get; private set; }

    /// <summary>All that did not pass: skipped ones, too, for nothing is skipped here.</summary>
    public int Failed { get; private set; }

    /// <summary>Names of what failed, with the first line of why.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Every case of the test passed, and there was one.</summary>
    public bool AllPassed(string test) => byTest.TryGetValue(test, out var outcomes) && outcomes is { Passed: > 0, Failed: 0 };

    public bool Ran(string test) => byTest.ContainsKey(test);

    public void Add(XDocument trx)
    {
        ArgumentNullException.ThrowIfNull(trx);
        var space = trx.Root!.Name.Namespace;
        var names = trx.Descendants(space + "UnitTest").ToDictionary(
            test => (string)test.Attribute("id")!,
            test => $"{((string)test.Element(space + "TestMethod")!.Attribute("className")!).Replace('+', '.')}.{Method(test.Element(space + "TestMethod")!)}",
            StringComparer.Ordinal);
        foreach (var result in trx.Descendants(space + "UnitTestResult"))
        {
            var test = names[(string)result.Attribute("testId")!];
            var passed = (string?)result.Attribute("outcome") == "Passed";
            var before = byTest.GetValueOrDefault(test) ?? new Outcomes(0, 0);
            byTest[test] = passed ? before with { Passed = before.Passed + 1 } : before with { Failed = before.Failed + 1 };
            if (passed)
            {
                Passed++;
                continue;
            }

            Failed++;
            var why = result.Descendants(space + "Message").FirstOrDefault()?.Value.Trim().Split('\n')[0];
            Failures.Add($"{(string?)result.Attribute("testName")}: {why ?? (string?)result.Attribute("outcome")}");
        }
    }

    private static string Method(XElement method) => ((string)method.Attribute("name")!).Split('(')[0];

    private sealed record Outcomes(int Passed, int Failed);
}
