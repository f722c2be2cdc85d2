using Plumb.Contracts.Json;
using Plumb.Server.Fleet;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Fleet;

public sealed class PresenceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_agent_that_is_silent_for_three_intervals_is_unreachable()
    {
        var time = new ManualTime(Start);
        var presence = new Presence(time);
        presence.Know("a", TimeSpan.FromSeconds(30), seen: null);
        Assert.Equal("Unknown", presence.StatusOf("a"));
        presence.Heard("a");

        time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal("Ready", presence.StatusOf("a"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Unreachable", presence.StatusOf("a"));

        presence.Heard("a");
        Assert.Equal("Ready", presence.StatusOf("a"));
    }

    [Fact]
    public void An_agent_whose_poll_waits_is_there()
    {
        var time = new ManualTime(Start);
        var presence = new Presence(time);
        presence.Know("a", TimeSpan.FromSeconds(1), seen: null);
        using (presence.Waiting("a"))
        {
            time.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal("Ready", presence.StatusOf("a"));
        }

        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("Unreachable", presence.StatusOf("a"));
    }

    [Fact]
    public void Silence_counts_from_the_start_of_the_control_plane()
    {
        var time = new ManualTime(Start);
        var presence = new Presence(time);
        presence.Know("a", TimeSpan.FromSeconds(30), seen: Start.AddHours(-1));

        Assert.Equal("Ready", presence.StatusOf("a"));
        time.Advance(TimeSpan.FromSeconds(91));
        Assert.Equal("Unreachable", presence.StatusOf("a"));
    }

    [Fact]
    public async Task A_stack_of_a_silent_agent_is_not_known_until_the_agent_comes_back()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync(intervalSeconds: 0.2);
        await agent.ReportAsync(agent.Synced((await agent.PollAsync()).State!.Stacks[0]));

        await Wait.UntilAsync(async () => await SyncedAsync(server) is ("Unknown", "AgentUnreachable"), TimeSpan.FromSeconds(20), "Synced is Unknown");
        Assert.Equal("Unreachable", (await server.GetAsync("/api/v1/agents/local", PlumbJson.Default.AgentView)).Status);

        var (_, tag) = await agent.PollAsync();
        var waiting = agent.PollAsync(tag, wait: "2m");
        await Wait.UntilAsync(async () => await SyncedAsync(server) is ("True", "Synced"), TimeSpan.FromSeconds(20), "Synced is True");
        await server.PublishAsync(Found.Stack("other"));
        await waiting;
    }

    private static async Task<(string Status, string Reason)> SyncedAsync(RunningServer server)
    {
        var condition = (await server.StackAsync("web")).Conditions.Single(c => c.Type == "Synced");
        return (condition.Status, condition.Reason);
    }
}
