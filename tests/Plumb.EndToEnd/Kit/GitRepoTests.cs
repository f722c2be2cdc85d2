using Plumb.TestKit;

namespace Plumb.EndToEnd.Kit;

public sealed class GitRepoTests
{
    [Fact]
    public async Task A_message_of_any_kind_is_kept_as_it_is()
    {
        const string message = "quotes \" ' \\ $HOME `id`\n\nsecond line 🚀\n# not a comment";
        using var repo = await GitRepo.CreateAsync();

        await repo.CommitAsync(message, ("a.txt", "1"));

        Assert.Equal(message, await repo.GitAsync("log", "-1", "--format=%B"));
    }

    [Fact]
    public async Task A_rewritten_history_no_longer_has_the_old_commit()
    {
        using var repo = await GitRepo.CreateAsync(("a.txt", "1"));
        var first = await repo.HeadAsync();
        var second = await repo.CommitAsync("second", ("a.txt", "2"));

        await repo.RewriteAsync(first);

        Assert.Equal("1", repo.Read("a.txt"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => repo.GitAsync("cat-file", "-e", second));
    }
}
