using Plumb.Platform.Git;
using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 11 (CVE-2026-45628, CVE-2026-7812, CVE-2026-40261): names never meet a shell.</summary>
public sealed class CommandInjectionTests
{
    public static TheoryData<string> Words => ["main;touch${IFS}{0}", "$(touch${IFS}{0})", "`touch${IFS}{0}`", "x|touch${IFS}{0}", "x&&touch${IFS}{0}", "x'touch${IFS}{0}'", "x\"$(touch${IFS}{0})\""];

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_branch_of_that_name_is_followed_and_nothing_runs(string words)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        var branch = words.Replace("{0}", "marker", StringComparison.Ordinal);
        await checkout.Git.GitAsync("update-ref", $"refs/heads/{branch}", "HEAD");
        var mirror = Checkout.Must(checkout.Mirrors.Of(checkout.Git.Path, null));
        var revision = Checkout.Must(await mirror.LookUpAsync(branch, default));
        using (var commit = Checkout.Must(await mirror.CheckOutAsync(revision, default)))
            Assert.Equal(branch, revision.Ref);
        AssertNoShell(checkout);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Paths_messages_and_values_of_a_repository_are_only_text(string words)
    {
        using var checkout = await Checkout.CreateAsync();
        var text = words.Replace("{0}", "marker", StringComparison.Ordinal);
        checkout.Git.Write($"{text}/compose.yaml", "services: { a: { image: busybox, env_file: [x.env], command: [\"echo\", \"$$(touch marker)\"], labels: { x: \"`touch marker`\" } } }\n");
        checkout.Git.Write($"{text}/x.env", $"VALUE='{text.Replace("'", "", StringComparison.Ordinal)}'\n");
        checkout.Git.Write($"{text}/{text}.txt", text);
        await checkout.Git.CommitAsync(text);
        Assert.Equal("good", Assert.Single(await checkout.JudgeHeadAsync()).Value.Said);
        AssertNoShell(checkout);
    }

    /// <summary>Credentials reach Git by a helper that is a line of shell: the one place where quotes matter.</summary>
    [Theory]
    [InlineData("x'; touch {0}; '", "plain-token")]
    [InlineData("$(touch {0})", "`touch {0}`")]
    [InlineData("ann\"; touch {0}; \"", "'; touch {0}; '")]
    [InlineData("ann\\", "tok\\en %s %n")]
    public async Task Credentials_of_that_kind_give_access_and_nothing_runs(string user, string token)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        var marker = checkout.Data.At("marker");
        (user, token) = (user.Replace("{0}", marker, StringComparison.Ordinal), token.Replace("{0}", marker, StringComparison.Ordinal));
        using var server = new GitHttpServer(checkout.Git.Path, $"{user}:{token}");
        var file = checkout.Data.Write("it's; touch marker; $(touch marker)/token", token + "\n");
        var byFile = Checkout.Must(checkout.Mirrors.Of(server.Address + "/.git", new GitCredentials(file, user)));
        Assert.True((await byFile.LookUpAsync("main", default)).Succeeded);
        var inAddress = server.Address.Replace("//", $"//{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(token)}@", StringComparison.Ordinal);
        Assert.True((await Checkout.Must(checkout.Mirrors.Of(inAddress + "/.git", null)).LookUpAsync("main", default)).Succeeded);
        AssertNoShell(checkout);
    }

    [Fact]
    public async Task Ordinary_names_do_the_same()
    {
        using var checkout = await Checkout.CreateAsync(("web/compose.yaml", Checkout.Good));
        await checkout.Git.BranchAsync("feature/one-2");
        Assert.Equal(GitRefType.Branch, (await Checkout.Must(checkout.Mirrors.Of(checkout.Git.Path, null)).LookUpAsync("feature/one-2", default)).Value?.RefType);
        Assert.Equal("good", (await checkout.JudgeAsync())["web"].Said);
    }

    private static void AssertNoShell(Checkout checkout)
    {
        Assert.Empty(Directory.GetFiles(checkout.Data.Path, "marker", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(checkout.Git.Path, "marker", SearchOption.AllDirectories));
        Assert.False(File.Exists("marker"));
        Assert.All(checkout.Runner.Ran, r => Assert.DoesNotContain(Path.GetFileName(r.File), new[] { "sh", "bash", "env" }));
    }
}
