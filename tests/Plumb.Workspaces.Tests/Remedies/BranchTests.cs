using Plumb.Kernel.Gates;
using Plumb.Workspaces.Model;
using Plumb.Workspaces.Tests.Kit;

namespace Plumb.Workspaces.Tests.Remedies;

public sealed class BranchTests
{
    [Fact]
    public async Task Gone_under_its_worktree_it_is_again_where_the_worktree_was_and_the_work_in_it_stays()
    {
        await using var desk = await Desk.AtWorkAsync();
        var commit = await desk.CommitAsync("b.txt", "never seen by a look\n");
        await File.WriteAllTextAsync(Path.Combine(desk.Worktree, "a.txt"), "changed\n");
        await desk.GitAsync("update-ref", "-d", "refs/heads/login-1");

        await desk.InSyncAsync();

        Assert.Equal(commit, await desk.TipAsync("login-1"));
        Assert.Equal(" M a.txt", await desk.InWorktreeAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task Gone_with_its_worktree_and_every_log_and_collected_no_commit_is_lost()
    {
        await using var desk = await Desk.AtWorkAsync();
        var commit = await desk.CommitAsync("b.txt", "work\n");
        await desk.InSyncAsync();
        Directory.Delete(desk.Worktree, recursive: true);
        await desk.GitAsync("worktree", "remove", "-f", "-f", desk.Worktree);
        await desk.GitAsync("branch", "--quiet", "-D", "login-1");
        await desk.GitAsync("reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all");
        await desk.GitAsync("gc", "--quiet", "--prune=now");

        await desk.InSyncAsync();

        Assert.Equal(commit, await desk.InWorktreeAsync("rev-parse", "HEAD"));
    }

    [Fact]
    public async Task Gone_with_its_worktree_and_what_we_keep_it_is_found_among_what_nothing_refers_to()
    {
        await using var desk = await Desk.AtWorkAsync();
        var commit = await desk.CommitAsync("b.txt", "work\n");
        Directory.Delete(desk.Worktree, recursive: true);
        await desk.GitAsync("worktree", "remove", "-f", "-f", desk.Worktree);
        await desk.GitAsync("branch", "--quiet", "-D", "login-1");
        await desk.GitAsync("update-ref", "-d", Marks.KeepRef(Desk.Task));

        await desk.InSyncAsync();

        Assert.Equal(commit, await desk.InWorktreeAsync("rev-parse", "HEAD"));
    }

    [Fact]
    public async Task The_tip_that_was_told_last_is_enough()
    {
        await using var desk = await Desk.AtWorkAsync();
        var commit = await desk.CommitAsync("b.txt", "work\n");
        desk.Spec = desk.Spec with { LastTip = commit, BaseCommit = null };
        Directory.Delete(desk.Worktree, recursive: true);
        await desk.GitAsync("worktree", "remove", "-f", "-f", desk.Worktree);
        await desk.GitAsync("branch", "--quiet", "-D", "login-1");
        await desk.GitAsync("update-ref", "-d", Marks.KeepRef(Desk.Task));

        await desk.InSyncAsync();

        Assert.Equal(commit, await desk.TipAsync("login-1"));
    }

    [Fact]
    public async Task Commits_that_are_nowhere_are_said_to_be_lost_and_it_begins_again_at_the_epic()
    {
        await using var desk = await Desk.AtWorkAsync();
        desk.Spec = desk.Spec with { LastTip = new string('a', 40) };
        Directory.Delete(desk.Worktree, recursive: true);
        await desk.GitAsync("worktree", "remove", "-f", "-f", desk.Worktree);
        await desk.GitAsync("branch", "--quiet", "-D", "login-1");
        await desk.GitAsync("update-ref", "-d", Marks.KeepRef(Desk.Task));

        await desk.InSyncAsync();

        Assert.Equal(await desk.TipAsync("epic"), await desk.TipAsync("login-1"));
        Assert.Contains(desk.Notes, note => note.Contains("were lost", StringComparison.Ordinal) && note.Contains(new string('a', 40), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_who_wants_to_be_asked_about_lost_commits_is_asked()
    {
        await using var desk = await Desk.AtWorkAsync();
        desk.Spec = desk.Spec with { LastTip = new string('a', 40), OnLostCommits = LostCommits.Ask };
        Directory.Delete(desk.Worktree, recursive: true);
        await desk.GitAsync("worktree", "remove", "-f", "-f", desk.Worktree);
        await desk.GitAsync("branch", "--quiet", "-D", "login-1");
        await desk.GitAsync("update-ref", "-d", Marks.KeepRef(Desk.Task));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(desk.SettleAsync);

        Assert.Contains("no commit of 'login-1' was found anywhere", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(desk.Worktree));
    }

    [Fact]
    public async Task The_epic_is_gone_before_the_task_began()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.GitAsync("branch", "-D", "epic");

        var hold = Assert.Single((await desk.SettleAsync())!.Holds);

        Assert.Equal(HoldReason.NeedsDecision, hold.Reason);
        Assert.Contains("'epic'", hold.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(desk.Worktree));
    }

    [Fact]
    public async Task A_tip_that_it_was_moved_off_stays_kept_aside()
    {
        await using var desk = await Desk.AtWorkAsync();
        var first = await desk.CommitAsync("b.txt", "first\n");
        await desk.InSyncAsync();
        await desk.InWorktreeAsync("reset", "--quiet", "--hard", "epic");
        var second = await desk.CommitAsync("c.txt", "second\n");

        await desk.InSyncAsync();

        Assert.Equal(second, await desk.GitAsync("rev-parse", Marks.KeepRef(Desk.Task)));
        Assert.Equal(first, await desk.GitAsync("rev-parse", Marks.AsideRef(Desk.Task, first)));
    }

    [Fact]
    public async Task What_is_committed_on_no_branch_is_kept_aside()
    {
        await using var desk = await Desk.AtWorkAsync();
        await desk.InWorktreeAsync("checkout", "--quiet", "--detach");
        var loose = await desk.CommitAsync("b.txt", "loose\n");

        await desk.SettleAsync();

        Assert.Equal(loose, await desk.GitAsync("rev-parse", Marks.AsideRef(Desk.Task, loose)));
    }

    [Fact]
    public async Task A_tag_or_a_branch_of_a_longer_name_is_not_taken_for_it()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.GitAsync("tag", "login-1", "main");
        await desk.GitAsync("branch", "login-12", "main");

        await desk.InSyncAsync();

        Assert.Equal("login-1", await desk.InWorktreeAsync("branch", "--show-current"));
    }
}
