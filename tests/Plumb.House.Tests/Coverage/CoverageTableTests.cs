using System.Text.RegularExpressions;
using Plumb.Coverage;
using Plumb.TestKit;

namespace Plumb.House.Tests.Coverage;

/// <summary>The tables of <c>tests/coverage</c> are well-formed and name tests that exist. Whether they pass is the check at the end of <c>make test</c>.</summary>
public sealed partial class CoverageTableTests
{
    private static readonly IReadOnlyList<CoverageTable> Tables = CoverageTable.ReadAll(Repository.At("tests", "coverage"));

    [Fact]
    public void Every_row_is_well_formed() => Found.None(Tables.SelectMany(table => table.Faults));

    [Fact]
    public void Every_named_test_exists()
    {
        var known = KnownTests().ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(known);
        Found.None(
            from table in Tables
            from row in table.Rows
            from test in row.Tests
            where !known.Contains(test)
            select $"{row.Table}:{row.Line}: {row.Id}: there is no test {test}");
    }

    private static IEnumerable<string> KnownTests()
    {
        var own = (
            from file in Checkout.Code("tests")
            let space = Namespace().Match(file.Content)
            where space.Success
            from type in Type().Matches(file.Content)
            let tests = Test().Matches(file.Content).Select(method => method.Groups["it"].Value).ToList()
            select (Space: space.Groups["it"].Value, Type: type.Groups["it"].Value, Suite: type.Groups["suite"].Value, Tests: tests)).ToList();
        var suites = own.ToLookup(type => type.Type, type => type.Tests, StringComparer.Ordinal);

        // Tests of a suite are run by each class that is one.
        return from type in own from test in type.Tests.Concat(suites[type.Suite].SelectMany(tests => tests)) select $"{type.Space}.{type.Type}.{test}";
    }

    [GeneratedRegex(@"^namespace (?<it>[\w.]+);", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bclass (?<it>\w+)(\([^)\n]*\))?(\s*:\s*(?<suite>\w+))?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Type();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^\n]*\n(?:\s*\[[^\n]*\n|\s*//[^\n]*\n)*\s*public (?:async )?(?:Task|void) (?<it>\w+)\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Test();
}
