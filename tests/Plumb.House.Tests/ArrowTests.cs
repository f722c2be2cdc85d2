using System.Text.RegularExpressions;
using System.Xml.Linq;
using Plumb.TestKit;

namespace Plumb.House.Tests;

/// <summary>Who may know whom.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Kernel"] = [],
        ["Platform"] = [],
        ["Contracts"] = [],
        ["Compose"] = ["Kernel", "Platform", "Contracts"],
        ["Workspaces"] = ["Kernel", "Platform", "Contracts"],
        ["Agent"] = ["Compose", "Workspaces", "Kernel", "Platform", "Contracts"],
        ["Server"] = ["Kernel", "Platform", "Contracts"],
        ["Cli"] = ["Agent", "Server", "Platform", "Contracts"],
    };

    public static TheoryData<string> Projects => [.. Directory.EnumerateDirectories(Repository.At("src")).Select(path => Path.GetFileName(path)["Plumb.".Length..]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_whom_it_may_know(string project)
    {
        var file = Repository.At("src", $"Plumb.{project}", $"Plumb.{project}.csproj");
        var referenced = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)["Plumb.".Length..]);

        Assert.Empty(referenced.Except(MayKnow[project], StringComparer.Ordinal));
    }

    // A reference brings along what it references; the names in the code tell what is really used.
    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_only_whom_it_may_know(string project)
    {
        var others = MayKnow.Keys.Where(other => other != project && !MayKnow[project].Contains(other, StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal);

        var named =
            from file in Checkout.Code($"src/Plumb.{project}")
            from match in Namespace().Matches(file.Content)
            where others.Contains(match.Groups["it"].Value)
            select $"{file.Path} names Plumb.{match.Groups["it"].Value}";

        Found.None(named.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_no_circle()
    {
        var left = MayKnow.ToDictionary(entry => entry.Key, entry => entry.Value.ToList(), StringComparer.Ordinal);
        while (left.Where(entry => entry.Value.Count == 0).Select(entry => entry.Key).FirstOrDefault() is { } free)
        {
            left.Remove(free);
            foreach (var known in left.Values)
                known.Remove(free);
        }

        Assert.Empty(left.Keys);
    }

    [Fact]
    public void The_products_projects_know_no_test_project()
    {
        var wrong = Checkout.All.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) && file.Path.EndsWith(".csproj", StringComparison.Ordinal) && file.Content.Contains("tests/", StringComparison.Ordinal));

        Assert.Empty(wrong.Select(file => file.Path));
    }

    [Fact]
    public void A_table_of_the_server_is_written_in_one_folder_only()
    {
        var writes = from file in Checkout.Code("src/Plumb.Server")
                     from match in SqlWrite().Matches(file.Content)
                     select (Table: match.Groups["it"].Value, Folder: string.Join('/', file.Path.Split('/').Take(3)));

        var writers = writes.Distinct()
            .GroupBy(write => write.Table, write => write.Folder, StringComparer.OrdinalIgnoreCase)
            .Where(folders => folders.Count() > 1)
            .Select(folders => $"{folders.Key}: {string.Join(", ", folders)}");

        Found.None(writers);
    }

    [GeneratedRegex(@"\bPlumb\.(?<it>Kernel|Platform|Contracts|Compose|Agent|Server|Cli)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+(?<it>[a-z_]+)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SqlWrite();
}
