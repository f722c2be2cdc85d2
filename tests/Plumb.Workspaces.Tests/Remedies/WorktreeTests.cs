using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;
using Plumb.Workspaces.Tests.Kit;

namespace Plumb.Workspaces.Tests.Remedies;

public sealed class WorktreeTests
{
    [Fact]
    public async Task A_task_that_is_assigned_gets_branch_and_worktree_off_the_epic()
    {
        await using var desk = await Desk.OpenAsync();

        await desk.InSyncAsync();

        Assert.Equal("login-1", await desk.InWorktreeAsync("branch", "--show-current"));
        Assert.Equal(await desk.TipAsync("epic"), await desk.TipAsync("login-1"));
        Assert.Equal("one\n", await File.ReadAllTextAsync(Path.Combine(desk.Worktree, "a.txt")));
        Assert.Contains($"locked plumb {Desk.Task}", await desk.GitAsync("worktree", "list", "--porcelain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_sync_is_left_alone()
    {
        await using var desk = await Desk.AtWorkAsync();

        Assert.Same(Kernel.Planning.Plan.InSync, desk.PlanOf(await desk.LookAsync()));
    }

    [Fact]
    public async Task A_worktree_that_is_deleted_comes_back_with_its_commits()
    {
        await using var desk = await Desk.AtWorkAsync();
        var commit = await desk.CommitAsync("b.txt", "work\n");
        Directory.Delete(desk.Worktree, recursive: true);

        await desk.InSyncAsync();

        Assert.Equal(commit, await desk.InWorktreeAsync("rev-parse", "HEAD"));
        Assert.Equal("", await desk.InWorktreeAsync("status", "--porcelain"));
        Assert.Equal("work\n", await File.ReadAllTextAsync(Path.Combine(desk.Worktree, "b.txt")));
    }

    [Fact]
    public async Task Only_an_empty_directory_is_left_of_it()
    {
        await using var desk = await Desk.AtWorkAsync();
        Directory.Delete(desk.Worktree, recursive: true);
        Directory.CreateDirectory(desk.Worktree);

        await desk.InSyncAsync();

        Assert.True(File.Exists(Path.Combine(desk.Worktree, "a.txt")));
    }

    [Fact]
    public async Task Its_git_file_is_gone_and_the_work_in_it_stays()
    {
        await using var desk = await Desk.AtWorkAsync();
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "a.txt"), "changed\n");
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "new.txt"), "new\n");
        File.Delete(Path.Combine(desk.Worktree, ".git"));

        await desk.InSyncAsync();

        Assert.Equal(" M a.txt\n?? new.txt", await desk.InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task Somebody_pruned_it_and_the_work_in_it_stays()
    {
        await using var desk = await Desk.AtWorkAsync();
        var commit = await desk.CommitAsync("b.txt", "work\n");
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "a.txt"), "changed\n");
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "new.txt"), "new\n");
        Directory.Delete(Path.Combine(desk.Repository, ".git", "worktrees"), recursive: true);

        await desk.InSyncAsync();

        Assert.Equal(commit, await desk.InWorktreeAsync("rev-parse", "HEAD"));
        Assert.Equal(" M a.txt\n?? new.txt", await desk.InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task Making_it_was_cut_off()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.GitAsync("branch", "login-1", "epic");
        await desk.GitAsync("worktree", "add", "--quiet", "--no-checkout", "--lock", "--reason", "initializing", desk.Worktree, "login-1");
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "half.txt"), "half");

        await desk.InSyncAsync();

        Assert.Equal("", await desk.InWorktreeAsync("status", "--porcelain"));
        Assert.Equal("half", await File.ReadAllTextAsync(Path.Combine(desk.Worktree + ".half-made", "half.txt")));
    }

    [Fact]
    public async Task Its_head_cannot_be_read()
    {
        await using var desk = await Desk.AtWorkAsync();
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "a.txt"), "changed\n");
        await File.WriteAllTextAsync(Path.Combine(desk.Repository, ".git", "worktrees", "login-1", "HEAD"), "");

        await desk.InSyncAsync();

        Assert.Equal(" M a.txt", await desk.InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task Its_mark_is_gone()
    {
        await using var desk = await Desk.AtWorkAsync();
        await desk.GitAsync("worktree", "unlock", desk.Worktree);

        await desk.InSyncAsync();

        Assert.Contains($"locked plumb {Desk.Task}", await desk.GitAsync("worktree", "list", "--porcelain"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("files")]
    [InlineData("link")]
    [InlineData("repository")]
    public async Task What_is_not_ours_is_never_overwritten(string what)
    {
        await using var desk = await Desk.OpenAsync();
        Directory.CreateDirectory(desk.Spec.Project.Root);
        var other = await Put(desk, what);

        var plan = await desk.SettleAsync();

        Assert.Equal(HoldReason.NotOurs, Assert.Single(plan!.Holds).Reason);
        Assert.Equal("theirs", await File.ReadAllTextAsync(other));
    }

    [Theory]
    [InlineData("switch --quiet --create other", "other")]
    [InlineData("checkout --quiet --detach", "no branch")]
    public async Task Somebody_checked_out_something_else(string meddling, string named)
    {
        await using var desk = await Desk.AtWorkAsync();
        await desk.InWorktreeAsync(meddling.Split(' '));

        var hold = Assert.Single((await desk.SettleAsync())!.Holds);

        Assert.Equal(HoldReason.NeedsDecision, hold.Reason);
        Assert.Contains(named, hold.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebase_was_left_behind()
    {
        await using var desk = await Desk.AtWorkAsync();
        await desk.CommitAsync("a.txt", "mine\n");
        await desk.GitAsync("branch", "theirs", "epic");
        var theirs = await desk.GitAsync("commit-tree", "-p", "epic", "-m", "theirs", await TreeWithAsync(desk, "theirs\n"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.InWorktreeAsync("rebase", theirs));

        var hold = Assert.Single((await desk.SettleAsync())!.Holds);

        Assert.Equal(HoldReason.NeedsDecision, hold.Reason);
        Assert.Contains("rebase", hold.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_disk_that_the_worktrees_are_on_is_not_there_and_nothing_is_made_again()
    {
        await using var desk = await Desk.AtWorkAsync();
        var elsewhere = desk.Spec.Project.Root + "-unmounted";
        Directory.Move(desk.Spec.Project.Root, elsewhere);
        Directory.CreateDirectory(desk.Spec.Project.Root);

        Assert.Null(await desk.SettleAsync());
        Assert.Contains("is a disk not mounted", (await desk.LookAsync()).Why, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(desk.Spec.Project.Root));

        Directory.Delete(desk.Spec.Project.Root);
        Directory.Move(elsewhere, desk.Spec.Project.Root);
        await desk.InSyncAsync();
    }

    [Fact]
    public async Task The_repository_cannot_be_seen_and_nothing_is_made()
    {
        await using var desk = await Desk.AtWorkAsync();
        Directory.Move(desk.Repository, desk.Repository + "-gone");

        Assert.Equal(Seen.Unknown, (await desk.LookAsync()).Seen);
    }

    [Fact]
    public async Task The_branch_is_checked_out_somewhere_else()
    {
        await using var desk = await Desk.AtWorkAsync();
        Directory.Delete(desk.Worktree, recursive: true);
        await desk.GitAsync("worktree", "remove", "-f", "-f", desk.Worktree);
        var other = desk.Worktree + "-other";
        await desk.GitAsync("worktree", "add", "--quiet", other, "login-1");

        var hold = Assert.Single((await desk.SettleAsync())!.Holds);

        Assert.Contains(other, hold.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(desk.Worktree));
    }

    private static async Task<string> Put(Desk desk, string what)
    {
        switch (what)
        {
            case "file":
                await File.WriteAllTextAsync(desk.Worktree, "theirs");
                return desk.Worktree;
            case "link":
                var target = Directory.CreateDirectory(desk.Worktree + "-target").FullName;
                Directory.CreateSymbolicLink(desk.Worktree, target);
                break;
            case "repository":
                await Command.MustAsync("git", ["init", "--quiet", desk.Worktree]);
                break;
            default:
                Directory.CreateDirectory(desk.Worktree);
                break;
        }

        var file = Path.Combine(desk.Worktree, "theirs.txt");
        await File.WriteAllTextAsync(file, "theirs");
        return file;
    }

    private static async Task<string> TreeWithAsync(Desk desk, string text)
    {
        var blob = (await Command.MustAsync("git", ["hash-object", "-w", "--stdin"], input: text, directory: desk.Repository)).Trim();
        return (await Command.MustAsync("git", ["mktree"], input: $"100644 blob {blob}\ta.txt\n", directory: desk.Repository)).Trim();
    }
}
