using System.Text.RegularExpressions;

namespace Plumb.House.Tests;

/// <summary>What must not stand in any file of the house.</summary>
public sealed partial class WordTests
{
    private const string Self = "tests/Plumb.House.Tests/WordTests.cs";

    [Fact]
    public void No_path_of_one_machine() => AssertNowhere(Checkout.All, MachinePath());

    [Fact]
    public void Nothing_is_left_for_later() => AssertNowhere(Checkout.All.Where(file => file.Path != "LICENSE"), Later());

    // A narrow exception may be let go where a comment says why; nothing, or every exception, may not.
    [Fact]
    public void No_empty_catch() => AssertNowhere(Code, EmptyCatch());

    [Fact]
    public void No_skipped_test_but_what_says_that_it_is_not_so_yet() => AssertNowhere(Checkout.Code("tests"), Skipped());

    // The short pause between two looks at a condition is no sleep.
    [Fact]
    public void No_sleeping_test() =>
        AssertNowhere(Checkout.Code("tests").Where(file => !file.Path.StartsWith("tests/Plumb.TestKit/", StringComparison.Ordinal)), Sleep());

    [Fact]
    public void No_name_that_says_nothing() =>
        Assert.DoesNotContain(Checkout.Code("src").Select(file => file.Path), path => VagueName().IsMatch(Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void The_root_has_no_plans_and_handoffs()
    {
        string[] known = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];

        Assert.Empty(Checkout.All.Select(file => file.Path).Where(path => !path.Contains('/', StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal)).Except(known, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_of_the_product_has_the_namespace_of_its_folder()
    {
        var wrong = from file in Checkout.Code("src")
                    let declared = DeclaredNamespace().Match(file.Content)
                    where declared.Success
                    let folder = string.Join('.', file.Path.Split('/')[1..^1])
                    where declared.Groups["it"].Value != folder
                    select $"{file.Path}: {declared.Groups["it"].Value}";

        Found.None(wrong);
    }

    private static IEnumerable<SourceFile> Code => Checkout.Code("src").Concat(Checkout.Code("tests")).Concat(Checkout.Code("bench"));

    private static void AssertNowhere(IEnumerable<SourceFile> files, Regex pattern) =>
        Found.None(
            from file in files
            where file.Path != Self
            from match in pattern.Matches(file.Content)
            select $"{file.Path}:{file.Content[..match.Index].Count(c => c == '\n') + 1}: {match.Value.Trim()}");

    [GeneratedRegex("""(^|[\s"'=:(])/(work/(main|wt|shared)|root/[\w.]+|home/\w+/)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Later();

    [GeneratedRegex(@"\bcatch\b[^{};]*\{\s*\}|\bcatch\s*(\(\s*(System\.)?Exception(\s+\w+)?\s*\))?\s*\{(\s|//[^\n]*\n)*\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\bSkip\s*=\s*""(?!Not so yet)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Skipped();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\((\d\d\d|TimeSpan\.From(Seconds|Minutes))", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sleep();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utilities)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^namespace (?<it>[\w.]+);", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();
}
