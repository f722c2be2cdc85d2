using Plumb.Platform.Git;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;
using Plumb.TestKit;

namespace Plumb.Platform.Tests.Git;

public sealed class GitMirrorTests : IAsyncLifetime, IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("plumb git 'data\" ").FullName;
    private readonly SecretMask _mask = new();
    private readonly CountingRunner _runner;
    private GitRepo _repo = null!;
    private readonly GitMirrors _mirrors;

    public GitMirrorTests()
    {
        _runner = new CountingRunner(new ProcessRunner(_mask, TimeProvider.System));
        _mirrors = new GitMirrors(_data, _runner, _mask, new GitOptions());
    }

    public async Task InitializeAsync() => _repo = await GitRepo.CreateAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _mirrors.Dispose();
        _runner.Dispose();
        _repo.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_branch_a_tag_a_commit_and_head_are_found()
    {
        var first = await _repo.CommitAsync("change", ("a", "1"));
        await _repo.GitAsync("tag", "light");
        await _repo.GitAsync("tag", "-a", "v1", "-m", "x");
        await _repo.GitAsync("branch", "feature/x");
        var second = await _repo.CommitAsync("change", ("a", "2"));
        Assert.Equal(new GitRevision("main", GitRefType.Branch, "refs/heads/main", second), await FoundAsync("main"));
        Assert.Equal(new GitRevision("main", GitRefType.Branch, "refs/heads/main", second), await FoundAsync("HEAD"));
        Assert.Equal(new GitRevision("feature/x", GitRefType.Branch, "refs/heads/feature/x", first), await FoundAsync("feature/x"));
        Assert.Equal(new GitRevision("light", GitRefType.Tag, "refs/tags/light", first), await FoundAsync("light"));
        Assert.Equal(new GitRevision("v1", GitRefType.Tag, "refs/tags/v1", first), await FoundAsync("v1"));
        Assert.Equal(new GitRevision("v1", GitRefType.Tag, "refs/tags/v1", first), await FoundAsync("refs/tags/v1"));
        Assert.Equal(new GitRevision(first, GitRefType.Commit, null, first), await FoundAsync(first.ToUpperInvariant()));
    }

    [Fact]
    public async Task A_branch_is_meant_before_a_tag_of_the_same_name()
    {
        await _repo.CommitAsync("change", ("a", "1"));
        await _repo.GitAsync("tag", "both");
        await _repo.GitAsync("branch", "both");
        Assert.Equal(GitRefType.Branch, (await FoundAsync("both")).RefType);
        Assert.Equal(GitRefType.Tag, (await FoundAsync("refs/tags/both")).RefType);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("v1")]
    [InlineData("HEAD")]
    public async Task Files_and_message_of_a_revision_are_read(string revision)
    {
        _repo.Write("a", "1");
        _repo.Write("dir/b c\n\"ä", "two");
        File.CreateSymbolicLink(Path.Combine(_repo.Path, "link"), "a");
        var id = await _repo.CommitAsync("First: \"quotes\" \\ $HOME `id` 🙂\n\nBody\n\n");
        await _repo.GitAsync("tag", "-a", "v1", "-m", "x");
        using var checkout = await CheckOutAsync(revision);
        Assert.Equal(new GitCommit(id, "First: \"quotes\" \\ $HOME `id` 🙂\n\nBody"), checkout.Commit);
        var tree = (await checkout.TreeAsync(default)).Value!;
        Assert.Equal([("100644", "a"), ("100644", "dir/b c\n\"ä"), ("120000", "link")], tree.Select(e => (e.Mode, e.Path)));
        var ids = tree.Select(e => e.Id).ToList();
        var sizes = (await checkout.SizesAsync(ids, default)).Value!;
        Assert.Equal([1L, 3, 1], ids.Select(i => sizes[i]));
        var blobs = (await checkout.BlobsAsync(ids, default)).Value!;
        Assert.Equal(["1", "two", "a"], ids.Select(i => System.Text.Encoding.UTF8.GetString(blobs[i])));
    }

    [Fact]
    public async Task Binary_and_empty_blobs_are_read_whole()
    {
        byte[] bytes = [0, 10, 255, 10, 0];
        await File.WriteAllBytesAsync(Path.Combine(_repo.Path, "bin"), bytes);
        await _repo.CommitAsync("change", ("empty", ""));
        using var checkout = await CheckOutAsync("main");
        var tree = (await checkout.TreeAsync(default)).Value!;
        var blobs = (await checkout.BlobsAsync([.. tree.Select(e => e.Id)], default)).Value!;
        Assert.Equal([bytes, []], tree.Select(e => blobs[e.Id]));
    }

    [Fact]
    public async Task An_older_commit_is_read_by_its_id_full_or_shortened()
    {
        var first = await _repo.CommitAsync("one", ("a", "1"));
        await _repo.CommitAsync("two", ("a", "2"));
        using (var checkout = await CheckOutAsync(first))
        {
            Assert.Equal("one", checkout.Commit.Message);
        }

        var revision = await FoundAsync(first[..8]);
        using (var checkout = (await Mirror().CheckOutAsync(revision, default)).Value!)
        {
            Assert.Equal(first, checkout.Commit.Id);
        }

        Assert.Equal(first, (await FoundAsync(first[..8])).Commit);
    }

    [Fact]
    public async Task Looking_up_asks_once_and_an_unchanged_commit_is_not_fetched_again()
    {
        await _repo.CommitAsync("change", ("a", "1"));
        (await CheckOutAsync("main")).Dispose();
        _runner.Ran.Clear();
        var revision = await FoundAsync("main");
        Assert.Equal(["ls-remote"], _runner.Commands);
        (await Mirror().CheckOutAsync(revision, default)).Value!.Dispose();
        Assert.DoesNotContain("fetch", _runner.Commands);
    }

    [Fact]
    public async Task Only_the_wanted_revision_is_fetched_and_not_its_history()
    {
        await _repo.CommitAsync("change", ("a", "1"));
        await _repo.GitAsync("branch", "other");
        await _repo.CommitAsync("change", ("a", "2"));
        (await CheckOutAsync("main")).Dispose();
        var mirror = Directory.GetDirectories(_data).Single() + "/repository.git";
        Assert.Equal("1", await _repo.GitAsync("--git-dir", mirror, "rev-list", "--all", "--count"));
    }

    [Fact]
    public async Task History_that_was_rewritten_is_followed()
    {
        await _repo.CommitAsync("one", ("a", "1"));
        (await CheckOutAsync("main")).Dispose();
        await _repo.GitAsync("checkout", "--quiet", "--orphan", "fresh");
        await _repo.CommitAsync("fresh", ("a", "new"));
        await _repo.GitAsync("branch", "--force", "main");
        using var checkout = await CheckOutAsync("main");
        Assert.Equal("fresh", checkout.Commit.Message);
    }

    [Fact]
    public async Task A_branch_that_became_a_directory_of_branches_is_followed()
    {
        await _repo.CommitAsync("change", ("a", "1"));
        await _repo.GitAsync("branch", "x");
        (await CheckOutAsync("x")).Dispose();
        await _repo.GitAsync("branch", "-D", "x");
        await _repo.GitAsync("branch", "x/y");
        (await CheckOutAsync("x/y")).Dispose();
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("refs/heads/nope")]
    [InlineData("--upload-pack=touch /tmp/owned")]
    [InlineData("-x")]
    [InlineData("main;id")]
    [InlineData("main~1")]
    [InlineData("main:a")]
    [InlineData("a..b")]
    [InlineData("main\nx")]
    [InlineData("ma*n")]
    [InlineData("@{-1}")]
    [InlineData("")]
    public async Task An_unknown_or_hostile_revision_is_unknown(string revision)
    {
        await _repo.CommitAsync("change", ("a", "1"));
        var answer = await Mirror().LookUpAsync(revision, default);
        Assert.Equal((GitFailureKind.RevisionUnknown, "source.revision"), (answer.Failure!.Kind, answer.Failure.Code));
    }

    [Fact]
    public async Task A_commit_that_is_not_there_is_unknown()
    {
        await _repo.CommitAsync("change", ("a", "1"));
        foreach (var revision in new[] { new string('a', 40), "abcdef12" })
        {
            var answer = await Mirror().CheckOutAsync(await FoundAsync(revision), default);
            Assert.Equal(GitFailureKind.RevisionUnknown, answer.Failure!.Kind);
        }
    }

    [Fact]
    public async Task A_tag_of_a_file_is_no_revision()
    {
        await _repo.CommitAsync("change", ("a", "1"));
        await _repo.GitAsync("tag", "blob", "HEAD:a");
        Assert.Equal(GitFailureKind.RevisionUnknown, (await Mirror().CheckOutAsync(await FoundAsync("blob"), default)).Failure!.Kind);
    }

    [Fact]
    public async Task A_repository_without_commits_says_so()
    {
        var answer = await Mirror().LookUpAsync("HEAD", default);
        Assert.Equal(GitFailureKind.RevisionUnknown, answer.Failure!.Kind);
        Assert.Contains("no commit", answer.Failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_repository_is_missing() =>
        Assert.Equal(GitFailureKind.RepositoryMissing, (await _mirrors.Of("/no/such/repo", null).Value!.LookUpAsync("main", default)).Failure!.Kind);

    [Fact]
    public async Task A_broken_local_copy_is_made_anew()
    {
        await _repo.CommitAsync("one", ("a", "1"));
        (await CheckOutAsync("main")).Dispose();
        var mirror = Directory.GetDirectories(_data).Single() + "/repository.git";
        foreach (var file in Directory.GetFiles(mirror + "/objects", "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await File.WriteAllTextAsync(file, "garbage");
        }

        using (var checkout = await CheckOutAsync("main"))
        {
            Assert.Single((await checkout.TreeAsync(default)).Value!);
        }

        await File.WriteAllTextAsync(mirror + "/shallow.lock", "");
        await _repo.CommitAsync("two", ("a", "2"));
        using (var checkout = await CheckOutAsync("main"))
        {
            Assert.Equal("two", checkout.Commit.Message);
        }
    }

    [Fact]
    public async Task A_repository_of_another_user_is_read_when_it_is_the_named_one()
    {
        await _repo.CommitAsync("change", ("a", "1"));
        await _repo.GitAsync("config", "core.worktree", "/");
        Chown(_repo.Path);
        (await CheckOutAsync("main")).Dispose();
    }

    [Fact]
    public async Task Nothing_of_the_repository_is_run()
    {
        var canary = Path.Combine(_data, "ran");
        await _repo.CommitAsync("change", (".gitattributes", "* filter=evil diff=evil\n"), ("a", "1"), (".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = https://example.invalid/x\n"));
        foreach (var key in new[] { "filter.evil.smudge", "core.fsmonitor", "uploadpack.packObjectsHook", "core.sshCommand", "diff.evil.textconv" })
        {
            await _repo.GitAsync("config", key, $"touch '{canary}'; cat");
        }

        foreach (var hook in Directory.GetFiles(Path.Combine(_repo.Path, ".git/hooks")).Append(Path.Combine(_repo.Path, ".git/hooks/post-update")))
        {
            await File.WriteAllTextAsync(hook.Replace(".sample", "", StringComparison.Ordinal), $"#!/bin/sh\ntouch '{canary}'\n");
            File.SetUnixFileMode(hook.Replace(".sample", "", StringComparison.Ordinal), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        using var checkout = await CheckOutAsync("main");
        Assert.True((await checkout.TreeAsync(default)).Succeeded);
        Assert.False(File.Exists(canary));
    }

    [Fact]
    public async Task A_repository_with_sha256_ids_is_read()
    {
        using var repo = await GitRepo.CreateAsync();
        Directory.Delete(Path.Combine(repo.Path, ".git"), recursive: true);
        await repo.GitAsync("init", "--quiet", "--initial-branch=main", "--object-format=sha256");
        var id = await repo.CommitAsync("change", ("a", "1"));
        var mirror = _mirrors.Of(repo.Path, null).Value!;
        using var checkout = (await mirror.CheckOutAsync((await mirror.LookUpAsync("main", default)).Value!, default)).Value!;
        Assert.Equal((64, id), (id.Length, checkout.Commit.Id));
    }

    [Fact]
    public void One_repository_has_one_mirror_for_the_same_credentials()
    {
        Assert.Same(_mirrors.Of("/a", null).Value, _mirrors.Of("/a", new GitCredentials()).Value);
        Assert.NotSame(_mirrors.Of("/a", null).Value, _mirrors.Of("/a", new GitCredentials("/token")).Value);
    }

    [Fact]
    public async Task What_earlier_repositories_left_is_deleted_and_nothing_else()
    {
        await _repo.CommitAsync("one", ("a", "1"));
        (await CheckOutAsync("main")).Dispose();
        var kept = Directory.GetDirectories(_data).Single();
        var old = Directory.CreateDirectory(Path.Combine(_data, new string('a', 32))).FullName;
        var foreign = Directory.CreateDirectory(Path.Combine(_data, "mine")).FullName;
        _mirrors.DeleteOthers();
        Assert.Equal([kept, foreign], Directory.GetDirectories(_data).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(old));
    }

    private static void Chown(string path)
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = System.Diagnostics.Process.Start("chown", ["-R", "65534", path]);
            chown.WaitForExit();
        }
    }

    private GitMirror Mirror() => _mirrors.Of(_repo.Path, null).Value!;

    private async Task<GitRevision> FoundAsync(string revision)
    {
        var answer = await Mirror().LookUpAsync(revision, default);
        Assert.True(answer.Succeeded, answer.Failure?.ToString());
        return answer.Value;
    }

    private async Task<GitCheckout> CheckOutAsync(string revision)
    {
        var answer = await Mirror().CheckOutAsync(await FoundAsync(revision), default);
        Assert.True(answer.Succeeded, answer.Failure?.ToString());
        return answer.Value;
    }
}
