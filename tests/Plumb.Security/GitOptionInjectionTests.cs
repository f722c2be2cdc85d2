using Plumb.Contracts.Sources;
using Plumb.Platform.Git;
using Plumb.Security.Kit;

namespace Plumb.Security;

/// <summary>Advisory row 10 (CVE-2025-21613, CVE-2018-17456, CVE-2025-68143): what others chose never becomes an option or a transport of Git's.</summary>
public sealed class GitOptionInjectionTests
{
    [Theory]
    [InlineData("--upload-pack=touch {0}")]
    [InlineData("-u touch {0}")]
    [InlineData("ext::sh -c touch% {0}")]
    [InlineData("fd::17/{0}")]
    [InlineData("git://127.0.0.1/{0}")]
    [InlineData("ssh://-oProxyCommand=touch {0}/x")]
    [InlineData("ssh://-oProxyCommand=touch%20{0}@127.0.0.1/x")]
    [InlineData("-oProxyCommand=touch {0}:x")]
    [InlineData("transport::{0}")]
    [InlineData("file://host/{0}")]
    [InlineData("../{0}")]
    [InlineData("")]
    public async Task An_address_that_is_none_is_refused_before_git(string address)
    {
        using var checkout = await Checkout.CreateAsync();
        var marker = checkout.Data.At("marker");
        var failure = checkout.Mirrors.Of(address.Replace("{0}", marker, StringComparison.Ordinal), null).Failure;
        Assert.Equal("source.repository", failure?.Code);
        Assert.Empty(checkout.Runner.Ran);
        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData("--upload-pack=touch {0}")]
    [InlineData("-h")]
    [InlineData("--output={0}")]
    [InlineData("main:{0}")]
    [InlineData("main..other")]
    [InlineData("main@{1}")]
    [InlineData("^main")]
    [InlineData("+main")]
    public async Task A_revision_that_is_no_name_is_unknown(string revision)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        var marker = checkout.Data.At("marker");
        var answer = await Checkout.Must(checkout.Mirrors.Of(checkout.Git.Path, null)).LookUpAsync(revision.Replace("{0}", marker, StringComparison.Ordinal), default);
        Assert.Equal("source.revision", answer.Failure?.Code);
        Assert.All(checkout.Runner.Ran, r => Assert.True(r.Arguments.ToList().IndexOf("--end-of-options") < r.Arguments.ToList().FindIndex(a => a.Contains(revision, StringComparison.Ordinal))));
        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData("--upload-pack=x")]
    [InlineData("-x")]
    [InlineData("../..")]
    public async Task A_deploy_directory_that_is_none_is_told(string directory)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        var mirror = Checkout.Must(checkout.Mirrors.Of(checkout.Git.Path, null));
        var revision = Checkout.Must(await mirror.LookUpAsync("main", default));
        using var commit = Checkout.Must(await mirror.CheckOutAsync(revision, default));
        var answer = await new Server.Sources.SnapshotReader().ReadAsync(commit, revision, new SourceSpec { Repository = checkout.Git.Path, Directory = directory }, default);
        Assert.Equal("source.directory", answer.Failure?.Code);
    }

    [Fact]
    public async Task Only_one_transport_is_open_to_git_and_its_children()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        await checkout.JudgeHeadAsync();
        var git = checkout.Runner.Ran.Where(r => r.File == "git").ToList();
        Assert.NotEmpty(git);
        Assert.All(git, r => Assert.Equal("file", r.Environment["GIT_ALLOW_PROTOCOL"]));
        Assert.All(git, r => Assert.Contains("allow = never", File.ReadAllText(r.Environment["GIT_CONFIG_GLOBAL"]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_that_look_like_options_are_names()
    {
        using var checkout = await Checkout.CreateAsync(("--help/compose.yaml", Checkout.Good), ("--help/-rf", "x"), ("--help/--output=x", "y"));
        await checkout.Git.GitAsync("-c", "user.name=--exec=x", "commit", "--quiet", "--allow-empty", "--author=--exec <--exec@x>", "-m", "--help");
        await checkout.Git.GitAsync("update-ref", "refs/heads/ext-x", "HEAD");
        var verdict = (await checkout.JudgeAsync())["--help"];
        Assert.Equal("good", verdict.Said);
        Assert.Equal(["--output=x", "-rf", "compose.yaml"], verdict.Content!.Files.Select(f => f.Path).Order(StringComparer.Ordinal));
        var other = await Checkout.Must(checkout.Mirrors.Of(checkout.Git.Path, null)).LookUpAsync("ext-x", default);
        Assert.Equal(GitRefType.Branch, other.Value?.RefType);
    }
}
