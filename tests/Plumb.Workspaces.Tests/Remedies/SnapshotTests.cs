using Plumb.Kernel.Gates;
using Plumb.Workspaces.Model;
using Plumb.Workspaces.Tests.Kit;

namespace Plumb.Workspaces.Tests.Remedies;

public sealed class SnapshotTests
{
    [Fact]
    public async Task A_worktree_that_is_deleted_comes_back_with_what_was_not_committed_just_as_it_was()
    {
        await using var desk = await DirtyAsync();
        var status = await desk.InWorktreeAsync("status", "--porcelain");
        await desk.InSyncAsync();
        Directory.Delete(desk.Worktree, recursive: true);

        await desk.InSyncAsync();

        Assert.Equal(status, await desk.InWorktreeAsync("status", "--porcelain"));
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(desk.Worktree, "a.txt")));
        Assert.Equal("untracked\n", await File.ReadAllTextAsync(Path.Combine(desk.Worktree, "dir", "new.txt")));
        Assert.Equal("staged", await desk.InWorktreeAsync("show", ":staged.txt"));
        Assert.Equal("staged, then changed\n", await File.ReadAllTextAsync(Path.Combine(desk.Worktree, "staged.txt")));
        Assert.False(File.Exists(Path.Combine(desk.Worktree, "gone.txt")));
    }

    [Fact]
    public async Task A_snapshot_touches_nothing_of_the_worktree()
    {
        await using var desk = await DirtyAsync();
        var (status, index) = (await desk.InWorktreeAsync("status", "--porcelain=v2"), await desk.InWorktreeAsync("ls-files", "--stage"));

        await desk.InSyncAsync();

        Assert.Equal((status, index), (await desk.InWorktreeAsync("status", "--porcelain=v2"), await desk.InWorktreeAsync("ls-files", "--stage")));
        Assert.Equal("", await desk.InWorktreeAsync("stash", "list"));
    }

    [Fact]
    public async Task What_did_not_change_is_not_kept_twice()
    {
        await using var desk = await DirtyAsync();
        await desk.InSyncAsync();
        var first = await desk.GitAsync("rev-parse", Marks.SnapshotRef(Desk.Task));

        await desk.InSyncAsync();

        Assert.Equal(first, await desk.GitAsync("rev-parse", Marks.SnapshotRef(Desk.Task)));
    }

    [Fact]
    public async Task Each_is_on_top_of_the_one_before()
    {
        await using var desk = await DirtyAsync();
        await desk.InSyncAsync();
        var first = await desk.GitAsync("rev-parse", Marks.SnapshotRef(Desk.Task));
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "a.txt"), "changed again\n");

        await desk.InSyncAsync();

        Assert.Equal(first, await desk.GitAsync("rev-parse", Marks.SnapshotRef(Desk.Task) + "^3"));
    }

    [Fact]
    public async Task A_worktree_that_is_being_deleted_is_held_and_not_kept_over_what_it_was()
    {
        await using var desk = await Desk.AtWorkAsync();
        for (var number = 0; number < 30; number++)
            await File.WriteAllTextAsync(Path.Combine(desk.Worktree, $"file-{number}.txt"), $"{number}\n");
        await desk.CommitAsync("a.txt", "many\n");
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "a.txt"), "work\n");
        await desk.InSyncAsync();
        var good = await desk.GitAsync("rev-parse", Marks.SnapshotRef(Desk.Task));
        for (var number = 0; number < 20; number++)
            File.Delete(Path.Combine(desk.Worktree, $"file-{number}.txt"));

        var hold = Assert.Single((await desk.SettleAsync())!.Holds);

        Assert.Equal(HoldReason.MassVanish, hold.Reason);
        Assert.Equal(good, await desk.GitAsync("rev-parse", Marks.SnapshotRef(Desk.Task)));
        Directory.Delete(desk.Worktree, recursive: true);
        await desk.InSyncAsync();
        Assert.Equal(" M a.txt", await desk.InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task When_the_branch_moved_on_it_is_kept_and_not_put_over_the_new_work()
    {
        await using var desk = await DirtyAsync();
        await desk.InSyncAsync();
        var kept = await desk.GitAsync("rev-parse", Marks.SnapshotRef(Desk.Task));
        Directory.Delete(desk.Worktree, recursive: true);
        var moved = await desk.GitAsync("commit-tree", "-p", "login-1", "-m", "moved on", "login-1^{tree}");
        await desk.GitAsync("update-ref", "refs/heads/login-1", moved);

        await desk.InSyncAsync();

        Assert.Equal("", await desk.InWorktreeAsync("status", "--porcelain"));
        Assert.Contains(desk.Notes, note => note.Contains(kept, StringComparison.Ordinal) && note.Contains("not put back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Git_dies_while_a_worktree_is_made_again_and_what_was_not_committed_still_comes_back()
    {
        await using var desk = await DirtyAsync();
        var status = await desk.InWorktreeAsync("status", "--porcelain");
        await desk.InSyncAsync();
        Directory.Delete(desk.Worktree, recursive: true);
        await desk.GitAsync("worktree", "add", "--quiet", "-f", "-f", "--no-checkout", "--lock", "--reason", Marks.BeingMade(Desk.Task), desk.Worktree, "login-1");

        await desk.InSyncAsync();

        Assert.Equal(status, await desk.InWorktreeAsync("status", "--porcelain"));
    }

    private static async Task<Desk> DirtyAsync()
    {
        var desk = await Desk.AtWorkAsync();
        await desk.CommitAsync("gone.txt", "gone\n");
        File.Delete(Path.Combine(desk.Worktree, "gone.txt"));
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "a.txt"), "changed\n");
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "staged.txt"), "staged\n");
        await desk.InWorktreeAsync("add", "staged.txt");
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "staged.txt"), "staged, then changed\n");
        Directory.CreateDirectory(Path.Combine(desk.Worktree, "dir"));
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "dir", "new.txt"), "untracked\n");
        return desk;
    }
}
