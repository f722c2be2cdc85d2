using System.Net;
using Plumb.Contracts.Stacks;

namespace Plumb.Server.Tests.Fleet;

public sealed class TargetStateVersionTests
{
    [Fact]
    public async Task What_did_not_change_is_304_with_the_same_tag()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();

        var (again, same) = await agent.PollAsync(tag);

        Assert.Null(again);
        Assert.Equal(tag, same);
        Assert.Matches("^\"[0-9a-f-]{36}\\.1\"$", tag);
    }

    [Fact]
    public async Task The_version_grows_only_with_a_change_for_this_agent()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var stranger = await server.AgentAsync("stranger");
        var (first, tag) = await agent.PollAsync();
        var (_, strangersTag) = await stranger.PollAsync();

        await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));

        Assert.Equal(first!.Version + 1, (await agent.PollAsync(tag)).State!.Version);
        Assert.Null((await stranger.PollAsync(strangersTag)).State);
    }

    [Fact]
    public async Task A_waiting_poll_is_answered_at_once_by_a_change()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();
        var waiting = agent.PollAsync(tag, wait: "4m");

        await server.PublishAsync(Found.Stack("web", "services: { web: { image: other } }"));

        var (state, _) = await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(2, Assert.Single(state!.Stacks).Sequence);
    }

    [Fact]
    public async Task A_waiting_poll_without_a_change_ends_as_304()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();

        var (state, _) = await agent.PollAsync(tag, wait: "50ms");

        Assert.Null(state);
    }

    [Fact]
    public async Task A_change_for_others_does_not_end_the_wait()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var stranger = await server.AgentAsync("stranger");
        var (_, tag) = await stranger.PollAsync();
        var waiting = stranger.PollAsync(tag, wait: "1s");

        await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));

        Assert.Null((await waiting).State);
    }

    [Fact]
    public async Task A_stop_ends_waiting_polls()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();
        var waiting = agent.PollAsync(tag, wait: "4m");
        await TestKit.Wait.UntilAsync(async () => (await server.GetAsync("/api/v1/agents/local", Contracts.Json.PlumbJson.Default.AgentView)).LastSeen is not null, TimeSpan.FromSeconds(10), "the agent is seen");

        await server.Server.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Null((await waiting.WaitAsync(TimeSpan.FromSeconds(20))).State);
    }

    [Fact]
    public async Task A_restart_keeps_epoch_and_version()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        string tag;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            await server.PublishAsync(Found.Stack("web"));
            var agent = await server.AgentAsync();
            await agent.PollAsync();
            await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));
            (_, tag) = await agent.PollAsync();
        }

        await using var again = await RunningServer.StartAsync(directory);
        var (state, same) = await (await again.AgentAsync()).PollAsync(tag);

        Assert.Null(state);
        Assert.Equal(tag, same);
        var (whole, _) = await (await again.AgentAsync()).PollAsync();
        Assert.Equal((2L, 2), (whole!.Version, whole.Stacks.Count));
    }

    [Fact]
    public async Task Other_default_policies_after_a_restart_are_news()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        string tag;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            await server.PublishAsync(Found.Stack("web"));
            (_, tag) = await (await server.AgentAsync()).PollAsync();
        }

        await using var again = await RunningServer.StartAsync(directory, options => options with { Policies = new() { Drift = DriftPolicy.Flag } });
        var (state, _) = await (await again.AgentAsync()).PollAsync(tag);

        var stack = Assert.Single(state!.Stacks);
        Assert.Equal((DriftPolicy.Flag, ChangePolicy.Flag), (stack.DriftPolicy, stack.ChangePolicy));
    }

    [Fact]
    public async Task A_lost_database_starts_a_new_epoch_that_is_not_complete()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        string tag;
        long generation;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            await server.PublishAsync(Found.Stack("web"));
            var agent = await server.AgentAsync();
            generation = agent.Generation;
            (_, tag) = await agent.PollAsync();
        }

        Directory.Delete(Path.Combine(directory, "state"), recursive: true);
        await using var again = await RunningServer.StartAsync(directory);
        var returned = await again.AgentAsync();
        var (state, newTag) = await returned.PollAsync(tag);

        Assert.NotEqual(tag, newTag);
        Assert.False(state!.Complete);
        Assert.Empty(state.Stacks);
        Assert.True(returned.Generation > generation);
    }

    [Fact]
    public async Task An_agent_without_a_session_is_told_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var client = await server.ClientAsync(Plumb.Server.Keys.Role.Agent, RunningServer.Agent);

        using var response = await client.GetAsync("/api/v1/agents/local/target-state");

        await response.ProblemAsync(HttpStatusCode.NotFound, "agent.unknown");
    }
}
