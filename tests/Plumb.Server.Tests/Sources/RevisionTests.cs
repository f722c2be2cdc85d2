namespace Plumb.Server.Tests.Sources;

/// <summary>Branches, tags and histories that go elsewhere, over a real Git server.</summary>
public sealed class RevisionTests
{
    [Fact]
    public async Task A_branch_that_is_gone_keeps_the_last_good_state_and_is_followed_when_it_comes_back()
    {
        await using var stage = await RefreshStage.CreateAsync();
        await stage.Repo.GitAsync("branch", "release");
        await stage.StartAsync(stage.Spec with { Revision = "release" });
        var good = (await stage.Sinks.SnapshotAsync()).Snapshot.Revision;
        await stage.Repo.GitAsync("branch", "-D", "release");
        Assert.Equal(good, (await stage.FailedAsync("source.revision")).Revision);
        Assert.False(stage.Sinks.HasSnapshot);
        var moved = await stage.Repo.CommitAsync("more", ("db/compose.yaml", RefreshStage.Compose));
        await stage.Repo.GitAsync("branch", "release");
        Assert.Equal(["db", "web"], await stage.PathsAsync());
        await stage.CompletedAsync(moved);
    }

    [Fact]
    public async Task A_commit_that_was_pinned_and_swept_away_by_a_force_push_stays_as_it_was_read()
    {
        await using var stage = await RefreshStage.CreateAsync();
        var first = await stage.Repo.HeadAsync();
        var pinned = await stage.Repo.CommitAsync("second", ("db/compose.yaml", RefreshStage.Compose));
        await stage.StartAsync(stage.Spec with { Revision = pinned });
        Assert.Equal(["db", "web"], await stage.PathsAsync());
        await stage.CompletedAsync(pinned);
        await stage.Repo.RewriteAsync(first);
        stage.Request();
        await stage.CompletedAsync(pinned);
        Assert.False(stage.Sinks.HasSnapshot);
    }

    [Fact]
    public async Task History_that_a_force_push_rewrote_is_followed()
    {
        await using var stage = await RefreshStage.CreateAsync();
        var first = await stage.Repo.HeadAsync();
        await stage.Repo.CommitAsync("second", ("db/compose.yaml", RefreshStage.Compose));
        await stage.StartAsync();
        Assert.Equal(["db", "web"], await stage.PathsAsync());
        await stage.Repo.RewriteAsync(first);
        Assert.Equal(["web"], await stage.PathsAsync());
        await stage.Repo.GitAsync("checkout", "--quiet", "--orphan", "unrelated");
        await stage.Repo.CommitAsync("no parent", ("cache/compose.yaml", RefreshStage.Compose));
        await stage.Repo.GitAsync("branch", "--force", "main", "unrelated");
        Assert.Equal(["cache", "web"], await stage.PathsAsync());
        await stage.CompletedAsync(await stage.Repo.HeadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tag_that_moved_is_followed_forwards_and_backwards(bool annotated)
    {
        await using var stage = await RefreshStage.CreateAsync();
        Task TagAsync(string at) => annotated ? stage.Repo.GitAsync("tag", "--force", "--annotate", "--message=a tag", "v1", at) : stage.Repo.TagAsync("v1", at);
        var first = await stage.Repo.HeadAsync();
        await TagAsync(first);
        await stage.StartAsync(stage.Spec with { Revision = "v1" });
        Assert.Equal(["web"], await stage.PathsAsync());
        var second = await stage.Repo.CommitAsync("second", ("db/compose.yaml", RefreshStage.Compose));
        await TagAsync(second);
        Assert.Equal(["db", "web"], await stage.PathsAsync());
        var status = await stage.CompletedAsync(second);
        Assert.Equal(("v1", "tag"), (status.Ref, status.RefType));
        await TagAsync(first);
        Assert.Equal(["web"], await stage.PathsAsync());
        await stage.CompletedAsync(first);
    }
}
