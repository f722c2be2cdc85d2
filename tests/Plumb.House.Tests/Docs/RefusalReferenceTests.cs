using System.Text.RegularExpressions;
using Plumb.TestKit;

namespace Plumb.House.Tests.Docs;

/// <summary>The page of refusals lists every rule that the code refuses by, every code of a source's failures, and nothing else.</summary>
public sealed partial class RefusalReferenceTests
{
    private static readonly string[] Judges = ["src/Plumb.Server/Sources", "src/Plumb.Compose/Render", "src/Plumb.Platform/Paths", "src/Plumb.Platform/Yaml", "src/Plumb.Platform/Git"];

    // Names of files, which look like rules.
    private static readonly string[] Files = ["compose.yaml", "compose.yml"];

    [Fact]
    public void Every_rule_is_listed_and_every_listed_rule_is_one()
    {
        var rules = Judges.SelectMany(Checkout.Code).SelectMany(file => Rule().Matches(file.Content)).Select(match => match.Groups["it"].Value).Except(Files, StringComparer.Ordinal).Distinct(StringComparer.Ordinal);
        var listed = Listed().Matches(File.ReadAllText(Repository.At("docs", "reference", "refusals.md"))).Select(match => match.Groups["it"].Value);

        Assert.Equal(rules.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("\"(?<it>(?:path|yaml|settings|symlink|compose|content|variable|include|file|stack|project|profile|source)\\.[a-z-]+|lfs|submodule)[\":]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();

    [GeneratedRegex("^\\| `(?<it>[^`]+)` \\|", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Listed();
}
