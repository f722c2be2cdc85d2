using System.Text.RegularExpressions;
using Plumb.TestKit;

namespace Plumb.House.Tests.Docs;

public sealed partial class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file()
    {
        var broken = from file in Checkout.All
                     where file.Path.EndsWith(".md", StringComparison.Ordinal)
                     from match in Link().Matches(file.Content)
                     let target = match.Groups["it"].Value.Split('#')[0]
                     where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
                     let at = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(file.Path)!, target))
                     where !File.Exists(at) && !Directory.Exists(at)
                     select $"{file.Path}: {target}";

        Found.None(broken);
    }

    [Fact]
    public void Every_make_target_that_is_named_exists()
    {
        var targets = Target().Matches(File.ReadAllText(Repository.At("Makefile"))).Select(match => match.Groups["it"].Value).ToHashSet(StringComparer.Ordinal);
        var unknown = from file in Checkout.All
                      where file.Path.EndsWith(".md", StringComparison.Ordinal)
                      from match in Make().Matches(file.Content)
                      where !targets.Contains(match.Groups["it"].Value)
                      select $"{file.Path}: make {match.Groups["it"].Value}";

        Assert.NotEmpty(targets);
        Found.None(unknown);
    }

    [GeneratedRegex(@"\]\((?<it>[^)\s]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?<it>[a-z]+):", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"[`\n]make (?<it>[a-z]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Make();
}
