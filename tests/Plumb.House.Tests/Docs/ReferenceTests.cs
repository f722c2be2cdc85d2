using System.Reflection;
using System.Text.RegularExpressions;
using Plumb.Cli;
using Plumb.Cli.Configuration;
using Plumb.Contracts.Problems;
using Plumb.Kernel.Gates;
using Plumb.TestKit;

namespace Plumb.House.Tests.Docs;

/// <summary>The reference lists what the code has: all of it, and nothing else.</summary>
public sealed partial class ReferenceTests
{
    [Fact]
    public void Holds() => AssertListed("holds.md", Enum.GetNames<HoldReason>());

    [Fact]
    public void Labels() => AssertListed(
        "labels.md",
        typeof(Compose.Model.Labels).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(label => label.StartsWith("io.plumb.", StringComparison.Ordinal)));

    [Fact]
    public void Differences() => AssertListed(
        "differences.md",
        ["inputs", "scale", "state", "replaced", "settings", "content", "resource", "image", "health", "orphan", "foreign", "volume"]);

    [Fact]
    public void Problems() => AssertSame(
        "problems.md",
        ["| code | status | what | what to do |", "| --- | --- | --- | --- |", .. ProblemCodes.All.OrderBy(code => code.Code, StringComparer.Ordinal).Select(code => $"| `{code.Code}` | {code.Status} | {code.Title} | {code.Mend} |")]);

    [Fact]
    public void Settings() => AssertSame("settings.md", SettingDocument.Markdown(OfRoot).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    // As a service runs: root, no terminal.
    private static Surroundings OfRoot => new()
    {
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        WorkingDirectory = "/",
        Time = TimeProvider.System,
        IsRoot = true,
        RuntimeDirectories = [],
    };

    private static void AssertListed(string page, IEnumerable<string> names)
    {
        var listed = ListedName().Matches(Text(page)).Select(match => match.Groups["it"].Value);

        Assert.Equal(names.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static void AssertSame(string page, IReadOnlyList<string> rows)
    {
        var table = Text(page).Split('\n').Where(line => line.StartsWith('|'));

        Assert.True(rows.SequenceEqual(table, StringComparer.Ordinal), $"docs/reference/{page} must have this table:\n{string.Join('\n', rows)}");
    }

    private static string Text(string page) => File.ReadAllText(Repository.At("docs", "reference", page));

    [GeneratedRegex(@"^\| `(?<it>[^`]+)` \|", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex ListedName();
}
