using System.Xml.Linq;
using Plumb.Coverage;

namespace Plumb.House.Tests.Coverage;

public sealed class CoverageCheckTests
{
    [Fact]
    public void A_row_whose_tests_all_passed_is_proved()
    {
        var check = Check("| 1.1 | it heals | `A.B.Heals`, `A.B.Tells` |", ("Heals", "Passed"), ("Tells", "Passed"));

        Assert.Equal("1.1", Assert.Single(check.Proved).Id);
        Assert.Empty(check.Faults);
    }

    [Theory]
    [InlineData("Failed", "did not pass")]
    [InlineData("NotExecuted", "did not pass")]
    [InlineData(null, "did not run")]
    public void A_row_with_a_test_that_did_not_pass_is_a_fault(string? outcome, string said)
    {
        var check = outcome is null
            ? Check("| 1.1 | it heals | `A.B.Heals` |")
            : Check("| 1.1 | it heals | `A.B.Heals` |", ("Heals", outcome));

        Assert.Empty(check.Proved);
        Assert.Contains(said, Assert.Single(check.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void One_failed_case_of_a_theory_spoils_the_row()
    {
        var check = Check("| 1.1 | it heals | `A.B.Heals` |", ("Heals", "Passed"), ("Heals", "Failed"));

        Assert.Empty(check.Proved);
        Assert.Single(check.Faults);
    }

    [Fact]
    public void A_pending_row_is_counted_and_is_not_proved()
    {
        var check = Check("| 1.1 | it heals | PENDING |");

        Assert.Empty(check.Proved);
        Assert.Empty(check.Faults);
        Assert.Single(check.Pending);
    }

    [Theory]
    [InlineData("| 1.1 | it heals | |")]
    [InlineData("| 1.1 | it heals | soon |")]
    [InlineData("| 1.1 | it heals | `A.B.Heals` and more |")]
    [InlineData("| 1.1 | it heals |")]
    [InlineData("| x | it heals | PENDING |")]
    public void A_malformed_row_is_a_fault(string row) => Assert.NotEmpty(Check(row).Faults);

    [Fact]
    public void An_id_is_used_once() => Assert.NotEmpty(CoverageTable.Parse("t.md", ["| 1 | a | PENDING |", "| 1 | b | PENDING |"]).Faults);

    private static CoverageCheck Check(string row, params (string Method, string Outcome)[] ran)
    {
        XNamespace space = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var results = new TestResults();
        results.Add(new XDocument(new XElement(
            space + "TestRun",
            ran.Select((test, at) => new XElement(space + "UnitTestResult", new XAttribute("testId", at), new XAttribute("testName", test.Method), new XAttribute("outcome", test.Outcome))),
            ran.Select((test, at) => new XElement(space + "UnitTest", new XAttribute("id", at), new XElement(space + "TestMethod", new XAttribute("className", "A.B"), new XAttribute("name", test.Method)))))));
        return CoverageCheck.Of([CoverageTable.Parse("t.md", ["| id | what | tests |", "| --- | --- | --- |", row])], results);
    }
}
