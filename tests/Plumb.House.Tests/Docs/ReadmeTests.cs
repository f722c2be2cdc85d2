using System.Reflection;
using System.Text.RegularExpressions;
using Plumb.Cli.Configuration;
using Plumb.TestKit;

namespace Plumb.House.Tests.Docs;

/// <summary>The README's tables, against what the code has.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.At("README.md"));

    [Fact]
    public void Every_setting_in_it_is_one_with_these_names()
    {
        var reference = File.ReadAllLines(Repository.At("docs", "reference", "settings.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var rows = Rows("## Configuration");
        Assert.True(rows.Count >= 10, "README.md has lost its table of settings.");
        Found.None(rows.Where(row => !reference.Exists(setting => Names(row).All(name => setting.Contains(name, StringComparison.Ordinal)))));
    }

    [Fact]
    public void The_switches_of_the_task_list_are_in_it()
    {
        var table = string.Join('\n', Rows("## Configuration"));
        foreach (var setting in (Setting[])[Settings.Reconcile, Settings.Remove, Settings.DriftPolicy, Settings.SourcePoll, Settings.WebhookSecret, Settings.SourceRepository])
        {
            Assert.All(setting.Known, known => Assert.Contains($"`{known.Variable}`", table, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_label_of_sync_metadata_is_in_it_and_no_other()
    {
        var labels = typeof(Compose.Model.Labels).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(label => label.StartsWith("io.plumb.", StringComparison.Ordinal) && label != "io.plumb.build-hash");
        Assert.Equal(labels.Order(StringComparer.Ordinal), Rows("## Metadata on containers").SelectMany(Names).Order(StringComparer.Ordinal));
    }

    private static List<string> Rows(string heading) =>
        [.. Readme.Split($"\n{heading}\n")[1].Split("\n## ")[0].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('`', StringComparison.Ordinal))];

    // The flag, the variables, the labels: what stands in the first two columns.
    private static IEnumerable<string> Names(string row) => Name().Matches(string.Join('|', row.Split('|').Take(3))).Select(match => match.Groups["it"].Value);

    [GeneratedRegex("`(?<it>(--|io\\.plumb\\.|[A-Z])[^`]*)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
