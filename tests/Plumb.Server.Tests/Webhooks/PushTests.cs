namespace Plumb.Server.Tests.Webhooks;

public sealed class PushTests
{
    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    [InlineData("Gitea")]
    public async Task A_push_to_what_a_source_follows_makes_it_look(string host)
    {
        await using var server = await WebhookServer.StartAsync();
        var pushed = await server.Repo.CommitAsync("second", ("api/compose.yaml", "services: { api: { image: busybox } }\n"));

        Assert.Equal("accepted", await server.SendAsync(server.Push(host)));

        await server.SeesAsync(pushed);
        Assert.Contains(server.Logs, line => line.StartsWith("webhook.accepted ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GitHubs_form_is_read_as_well()
    {
        await using var server = await WebhookServer.StartAsync();
        var pushed = await server.Repo.CommitAsync("second");

        Assert.Equal("accepted", await server.SendAsync(server.Push("GitHub") with { Form = true }));

        await server.SeesAsync(pushed);
    }

    [Theory]
    [InlineData("GitHub", "ping")]
    [InlineData("GitHub", "pull_request")]
    [InlineData("GitLab", "Merge Request Hook")]
    [InlineData("Gitea", "issues")]
    public async Task Another_event_is_ignored_whatever_its_body(string host, string name)
    {
        await using var server = await WebhookServer.StartAsync();
        Assert.Equal("ignored", await server.SendAsync(server.Push(host) with { Event = name }));
        Assert.Equal("ignored", await server.SendAsync(server.Push(host) with { Event = name, Body = "{\"zen\":\"Design for failure.\"}"u8.ToArray() }));
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("GitLab")]
    [InlineData("Gitea")]
    public async Task Another_repository_and_another_branch_are_ignored(string host)
    {
        await using var server = await WebhookServer.StartAsync();
        Assert.Equal("ignored", await server.SendAsync(server.Push(host) with { Repository = "https://git.example/acme/other.git" }));
        Assert.Equal("ignored", await server.SendAsync(server.Push(host) with { Ref = "refs/heads/feature/main" }));
    }

    [Fact]
    public async Task A_system_hook_of_GitLab_that_tells_of_something_else_is_ignored()
    {
        await using var server = await WebhookServer.StartAsync();
        var delivery = server.Push("GitLab") with { Event = "System Hook" };
        Assert.Equal("ignored", await server.SendAsync(delivery with { Body = "{\"event_name\":\"project_create\",\"name\":\"x\"}"u8.ToArray() }));
        Assert.Equal("accepted", await server.SendAsync(delivery));
    }
}
