using Plumb.Security.Kit;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory row 13 (CVE-2024-32002, CVE-2024-32021, CVE-2022-39253, CVE-2023-49569): reading a hostile repository runs nothing and copies nothing of the host.</summary>
public sealed class HostileCloneTests
{
    [Fact]
    public async Task A_submodule_is_never_fetched()
    {
        using var secret = await GitRepo.CreateAsync(("secret", "canary-of-the-host"));
        using var checkout = await Checkout.CreateAsync(("bad/compose.yaml", Checkout.Good), ("good/compose.yaml", Checkout.Good), (".gitmodules", $"[submodule \"bad/sub\"]\n\tpath = bad/sub\n\turl = {secret.Path}\n"));
        await checkout.Git.GitAsync("add", "--all");
        await checkout.Git.GitAsync("update-index", "--add", "--cacheinfo", $"160000,{await secret.HeadAsync()},bad/sub");
        await checkout.Git.GitAsync("commit", "--quiet", "-m", "sub");
        var verdicts = await checkout.JudgeHeadAsync();
        Assert.Equal(("sub submodule", "good"), (verdicts["bad"].Said, verdicts["good"].Said));
        Assert.DoesNotContain(checkout.Runner.Ran, r => r.Arguments.Any(a => a.Contains(secret.Path, StringComparison.Ordinal)));
        Assert.Empty(Holding(checkout, "canary-of-the-host"));
    }

    [Fact]
    public async Task A_submodule_that_would_run_a_program_is_not_even_fetched()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good), (".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = ./x\n\tupdate = !touch marker\n"));
        var mirror = Checkout.Must(checkout.Mirrors.Of(checkout.Git.Path, null));
        var answer = await mirror.CheckOutAsync(Checkout.Must(await mirror.LookUpAsync("main", default)), default);
        Assert.Contains("disallowed submodule update setting", answer.Failure?.Happened, StringComparison.Ordinal);
    }

    /// <summary>Objects that are links to files of the host must not come along as objects.</summary>
    [Fact]
    public async Task A_local_repository_whose_objects_are_links_out()
    {
        using var host = new TempDir("plumb-host-");
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        var objects = Path.Combine(checkout.Git.Path, ".git/objects");
        Directory.CreateDirectory(Path.Combine(objects, "ab"));
        File.CreateSymbolicLink(Path.Combine(objects, "ab", new string('c', 38)), host.Write("secret", "canary-of-the-host"));
        File.CreateSymbolicLink(Path.Combine(objects, "info/extra"), host.At("secret"));
        Assert.Equal("good", (await checkout.JudgeHeadAsync())["a"].Said);
        Assert.Empty(Holding(checkout, "canary-of-the-host"));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(checkout.Data.At("git"), "*", SearchOption.AllDirectories), f => new FileInfo(f).LinkTarget is not null);
    }

    /// <summary>Filters, attributes, aliases, pagers, helpers and pack hooks of a repository's own configuration.</summary>
    [Fact]
    public async Task Nothing_that_a_repository_configures_runs()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good), ("a/x", "as it is\n"), (".gitattributes", "* filter=evil diff=evil merge=evil\n"));
        var marker = checkout.Data.At("marker");
        var program = checkout.Data.Write("evil", $"#!/bin/sh\ntouch {marker}\nexec cat\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var key in new[] { "uploadpack.packObjectsHook", "filter.evil.smudge", "filter.evil.process", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor", "core.sshCommand", "core.pager", "gpg.program", "credential.helper", "core.editor" })
            await File.AppendAllTextAsync(Path.Combine(checkout.Git.Path, ".git/config"), $"[{Section(key)}]\n\t{key[(key.LastIndexOf('.') + 1)..]} = {program}\n");
        await File.AppendAllTextAsync(Path.Combine(checkout.Git.Path, ".git/config"), $"[url \"ext::{program} \"]\n\tinsteadOf = /\n");
        var verdict = (await checkout.JudgeHeadAsync()).GetValueOrDefault("a");
        Assert.False(File.Exists(marker));
        Assert.Equal("as it is\n", System.Text.Encoding.UTF8.GetString(verdict!.Content!.Files.Single(f => f.Path == "x").Bytes));
    }

    [Theory]
    [InlineData(".git")]
    [InlineData("..")]
    public async Task A_tree_with_names_that_no_tree_may_have(string name)
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        var blob = await checkout.Git.GitAsync("rev-parse", "HEAD:a/compose.yaml");
        var inner = checkout.Data.At("tree");
        await File.WriteAllBytesAsync(inner, [.. System.Text.Encoding.ASCII.GetBytes("100644 compose.yaml\0"), .. Convert.FromHexString(blob)]);
        var tree = await checkout.Git.GitAsync("hash-object", "-t", "tree", "--literally", "-w", inner);
        await File.WriteAllBytesAsync(inner, [.. System.Text.Encoding.ASCII.GetBytes($"40000 {name}\0"), .. Convert.FromHexString(tree), .. System.Text.Encoding.ASCII.GetBytes("40000 a\0"), .. Convert.FromHexString(tree)]);
        var root = await checkout.Git.GitAsync("hash-object", "-t", "tree", "--literally", "-w", inner);
        var commit = await checkout.Git.GitAsync("commit-tree", "-m", "evil", root);
        await checkout.Git.GitAsync("update-ref", "refs/heads/main", commit);
        var mirror = Checkout.Must(checkout.Mirrors.Of(checkout.Git.Path, null));
        var answer = await mirror.CheckOutAsync(Checkout.Must(await mirror.LookUpAsync("main", default)), default);
        Assert.False(answer.Succeeded);
        Assert.Contains("fsck", answer.Failure.Happened, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_of_another_user_is_read_and_only_that_one_is_trusted()
    {
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", Checkout.Good));
        if (Environment.IsPrivilegedProcess)
            await Command.MustAsync("chown", ["-R", "65534:65534", checkout.Git.Path]);
        Assert.Equal("good", (await checkout.JudgeHeadAsync())["a"].Said);
        var config = await File.ReadAllTextAsync(checkout.Runner.Ran.First(r => r.File == "git").Environment["GIT_CONFIG_GLOBAL"]);
        Assert.DoesNotContain("directory = *", config, StringComparison.Ordinal);
        Assert.All(config.Split('\n').Where(l => l.Contains("directory =", StringComparison.Ordinal)), l => Assert.Contains(checkout.Git.Path, l, StringComparison.Ordinal));
    }

    private static string Section(string key) => key.Split('.') is [var section, var name, _] ? $"{section} \"{name}\"" : key.Split('.')[0];

    private static IEnumerable<string> Holding(Checkout checkout, string text) =>
        Directory.GetFiles(checkout.Data.Path, "*", SearchOption.AllDirectories).Where(f => File.ReadAllText(f).Contains(text, StringComparison.Ordinal));
}
