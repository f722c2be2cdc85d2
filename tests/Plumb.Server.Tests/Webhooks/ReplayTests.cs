namespace Plumb.Server.Tests.Webhooks;

public sealed class ReplayTests
{
    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    [InlineData("Gitea")]
    public async Task A_delivery_that_comes_again_is_a_duplicate(string host)
    {
        await using var server = await WebhookServer.StartAsync();
        Assert.Equal("accepted", await server.SendAsync(server.Push(host)));
        Assert.Equal("duplicate", await server.SendAsync(server.Push(host)));
        Assert.Equal("duplicate", await server.SendAsync(server.Push(host) with { Id = "another" }));
        Assert.Equal("duplicate", await server.SendAsync(server.Push(host) with { Id = null }));
    }

    [Fact]
    public async Task One_that_was_refused_or_ignored_may_come_again()
    {
        await using var server = await WebhookServer.StartAsync();
        var push = server.Push("GitHub");
        await server.RefusedAsync(push with { SignedWith = "x" }, System.Net.HttpStatusCode.Unauthorized, "webhook.signature");
        Assert.Equal("ignored", await server.SendAsync(push with { Event = "ping" }));
        Assert.Equal("accepted", await server.SendAsync(push));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_accepted()
    {
        await using var server = await WebhookServer.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.SendAsync(server.Push("Gitea"))));
        Assert.Single(answers, "accepted");
        Assert.Equal(19, answers.Count(answer => answer == "duplicate"));
    }
}
