using System.Text;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Sources;

/// <summary>Repositories with very many files, with odd names, and with parts that live elsewhere.</summary>
public sealed class LargeAndOddTests
{
    private const string Compose = RefreshStage.Compose;

    [Theory]
    [InlineData("two words.txt")]
    [InlineData("it's \"quoted\" `so`.txt")]
    [InlineData("größe-日本-🙂.txt")]
    [InlineData("new\nline.txt")]
    [InlineData("tab\tand\u0007bell.txt")]
    [InlineData("$(id) ${HOME} %s *?[a].txt")]
    [InlineData("--upload-pack=x")]
    [InlineData("a b/\n/c d.txt")]
    public async Task A_file_of_any_name_comes_through_a_git_server_with_its_bytes(string name)
    {
        await using var stage = await RefreshStage.CreateAsync();
        await stage.Repo.CommitAsync("odd", ("web/" + name, "its bytes"));
        await stage.StartAsync();
        var stack = Assert.Single((await stage.Sinks.SnapshotAsync()).Snapshot.Stacks);
        Assert.Null(stack.Refusal);
        Assert.Equal("its bytes", Encoding.UTF8.GetString(Assert.Single(stack.Content!.Files, f => f.Path == name).Bytes));
    }

    [Fact]
    public async Task Names_that_are_not_utf8_refuse_their_stack_alone()
    {
        await using var stage = await RefreshStage.CreateAsync();
        var blob = await stage.Repo.GitAsync("rev-parse", "HEAD:web/compose.yaml");
        await Command.MustAsync("bash", ["-c", "printf '100644 %s\\tbad/compose.yaml\\n100644 %s\\tbad/\\xff\\n100644 %s\\tbad/\\xfe\\n' \"$1\" \"$1\" \"$1\" | git update-index --index-info && git -c user.name=t -c user.email=t@example.invalid commit -qm odd", "x", blob], directory: stage.Repo.Path);
        await stage.StartAsync();
        var stacks = (await stage.Sinks.SnapshotAsync()).Snapshot.Stacks;
        Assert.Equal([("bad", "path.encoding"), ("web", null)], stacks.Select(s => (s.Path, s.Refusal?.Rule)));
    }

    [Fact]
    public async Task Fifty_thousand_files_are_read_with_a_handful_of_processes_and_only_the_stacks_are_kept()
    {
        await using var stage = await RefreshStage.CreateAsync();
        await ManyAsync(stage.Repo, n => $"site/{n / 500}/page {n}.html", 50_000);
        await stage.StartAsync();
        var stack = Assert.Single((await stage.Sinks.SnapshotAsync()).Snapshot.Stacks);
        Assert.Equal(["compose.yaml"], stack.Content!.Files.Select(f => f.Path));
        await stage.CompletedAsync(await stage.Repo.HeadAsync());
        Assert.InRange(stage.Runner.Commands.Count(c => c != "ls-remote"), 1, 10);
    }

    [Fact]
    public async Task A_stack_of_too_many_files_is_refused_with_the_way_out_and_plumbignore_is_that_way()
    {
        await using var stage = await RefreshStage.CreateAsync();
        await ManyAsync(stage.Repo, n => $"web/site/{n / 500}/{n}.html", 12_000);
        await stage.StartAsync();
        var refusal = Assert.Single((await stage.Sinks.SnapshotAsync()).Snapshot.Stacks).Refusal!;
        Assert.Equal("stack.files", refusal.Rule);
        Assert.Contains(".plumbignore", refusal.Message, StringComparison.Ordinal);
        await ImportAsync(stage.Repo, "M 100644 inline .plumbignore\ndata 11\n/web/site/\n\n");
        Assert.Null(Assert.Single((await stage.Sinks.SnapshotAsync()).Snapshot.Stacks).Refusal);
    }

    [Fact]
    public async Task A_submodule_outside_of_the_stacks_is_ignored_one_inside_refuses_its_stack_and_none_is_fetched()
    {
        using var elsewhere = await GitRepo.CreateAsync(("x", "y"));
        using var other = new GitHttpServer(elsewhere.Path);
        await using var stage = await RefreshStage.CreateAsync();
        await SubmoduleAsync(stage.Repo, "lib", other.Address + "/.git", await elsewhere.HeadAsync());
        await stage.StartAsync();
        Assert.Null(Assert.Single((await stage.Sinks.SnapshotAsync()).Snapshot.Stacks).Refusal);
        await SubmoduleAsync(stage.Repo, "web/lib", other.Address + "/.git", await elsewhere.HeadAsync());
        var refusal = Assert.Single((await stage.Sinks.SnapshotAsync()).Snapshot.Stacks).Refusal!;
        Assert.Equal(("lib", "submodule"), (refusal.File, refusal.Rule));
        Assert.Empty(other.Seen);
    }

    [Fact]
    public async Task A_git_lfs_pointer_refuses_its_stack_with_the_way_out_and_is_nothing_elsewhere()
    {
        const string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 3\n";
        await using var stage = await RefreshStage.CreateAsync();
        await stage.Repo.CommitAsync("lfs", (".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n"), ("web/logo.bin", pointer), ("media/film.bin", pointer), ("db/compose.yaml", Compose));
        await stage.StartAsync();
        var stacks = (await stage.Sinks.SnapshotAsync()).Snapshot.Stacks;
        Assert.Equal([("db", null), ("web", "lfs")], stacks.Select(s => (s.Path, s.Refusal?.Rule)));
        Assert.Contains("logo.bin", stacks[1].Refusal!.Message, StringComparison.Ordinal);
        await stage.Repo.CommitAsync("ignore", ("web/.plumbignore", "*.bin\n"));
        Assert.All((await stage.Sinks.SnapshotAsync()).Snapshot.Stacks, s => Assert.Null(s.Refusal));
        Assert.DoesNotContain(stage.Server.Seen, s => s.Path.Contains("lfs", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task SubmoduleAsync(GitRepo repo, string path, string url, string commit)
    {
        repo.Write(".gitmodules", $"[submodule \"{path}\"]\n\tpath = {path}\n\turl = {url}\n");
        await repo.GitAsync("add", ".gitmodules");
        await repo.GitAsync("update-index", "--add", "--cacheinfo", $"160000,{commit},{path}");
        await repo.GitAsync("commit", "--quiet", "-m", "submodule");
    }

    private static Task ManyAsync(GitRepo repo, Func<int, string> path, int files) =>
        ImportAsync(repo, string.Concat(Enumerable.Range(0, files).Select(n => $"M 100644 inline {path(n)}\ndata {$"{n}".Length}\n{n}\n")));

    /// <summary>One commit more, of files that are not in the working tree; see git-fast-import.</summary>
    private static Task ImportAsync(GitRepo repo, string changes) => Command.MustAsync(
        "git",
        ["fast-import", "--quiet"],
        $"commit refs/heads/main\ncommitter T <t@example.invalid> 1700000000 +0000\ndata 4\nmany\nfrom refs/heads/main^0\n{changes}",
        repo.Path);
}
