using Plumb.Contracts.Sources;
using Plumb.Server.Webhooks;

namespace Plumb.Server.Tests.Webhooks;

public sealed class FollowersTests
{
    [Theory]
    [InlineData("https://git.example/acme/infra", "https://git.example/acme/infra.git")]
    [InlineData("https://GIT.example/acme/infra.git/", "https://git.example/acme/infra.git")]
    [InlineData("https://user:token@git.example/acme/infra", "https://git.example/acme/infra.git")]
    [InlineData("https://git.example:443/acme/infra", "https://git.example/acme/infra.git")]
    [InlineData("https://git.example:3000/acme/infra", "http://git.example:3000/acme/infra.git")]
    [InlineData("git@git.example:acme/infra.git", "https://git.example/acme/infra.git")]
    [InlineData("ssh://git@git.example/acme/infra.git", "git@git.example:acme/infra.git")]
    [InlineData("ssh://git@git.example:22/acme/infra.git", "https://git.example/acme/infra")]
    [InlineData("https://git.example/Acme/Infra", "https://git.example/acme/infra.git")]
    [InlineData("https://git.example/acme/in%20fra", "https://git.example/acme/in fra")]
    [InlineData("/srv/git/infra.git", "file:///srv/git/infra")]
    [InlineData("file:///srv/git/infra.git", "/srv/git/infra/")]
    public void One_repository_said_in_two_ways_is_the_same(string source, string pushed) => Assert.True(Follows(source, pushed));

    [Theory]
    [InlineData("https://git.example/acme/infra", "https://git.example/acme/infra2")]
    [InlineData("https://git.example/acme/infra", "https://git.example/other/infra")]
    [InlineData("https://git.example/acme/infra", "https://git.example.evil/acme/infra")]
    [InlineData("https://git.example/acme/infra", "https://evil/git.example/acme/infra")]
    [InlineData("https://git.example:3000/acme/infra", "https://git.example:4000/acme/infra")]
    [InlineData("https://git.example/", "https://git.example/")]
    [InlineData("/srv/git/infra", "https://git.example/srv/git/infra")]
    [InlineData("/srv/git/infra", "/srv/git/Infra")]
    [InlineData("https://git.example/acme/infra", "")]
    [InlineData("https://git.example/acme/infra", "://")]
    [InlineData("https://git.example/acme/infra", "git.example:")]
    public void Two_repositories_are_not(string source, string pushed) => Assert.False(Follows(source, pushed));

    [Theory]
    [InlineData("main", "refs/heads/main", true)]
    [InlineData("main", "refs/heads/other", false)]
    [InlineData("main", "refs/heads/feature/main", false)]
    [InlineData("main", "refs/tags/main", true)]
    [InlineData("v1", "refs/tags/v1", true)]
    [InlineData("v1", "refs/tags/v2", false)]
    [InlineData("refs/heads/main", "refs/heads/main", true)]
    [InlineData("HEAD", "refs/heads/trunk", true)]
    [InlineData("HEAD", "refs/heads/main", false)]
    [InlineData("1111111111111111111111111111111111111111", "refs/heads/main", false)]
    public void A_source_follows_its_revision_alone(string revision, string pushed, bool follows) => Assert.Equal(follows, Of("/srv/x", revision).Follows(new(pushed, "trunk", ["/srv/x"])));

    [Fact]
    public void Where_the_default_branch_is_not_told_every_branch_may_be_it() => Assert.True(Of("/srv/x", "HEAD").Follows(new("refs/heads/any", null, ["/srv/x"])));

    private static bool Follows(string source, string pushed) => Of(source, "main").Follows(new("refs/heads/main", "main", ["https://unrelated.example/x", pushed]));

    private static SourceSpec Of(string repository, string revision) => new() { Repository = repository, Revision = revision };
}
