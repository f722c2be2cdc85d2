using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;

namespace Plumb.Server.Tests.Fleet;

public sealed class TargetStateTests
{
    [Fact]
    public async Task A_published_stack_is_in_the_target_state_with_its_content()
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync();
        Assert.False((await agent.PollAsync()).State!.Complete);

        await server.PublishAsync(Found.Stack("web"));

        var (state, _) = await agent.PollAsync();
        Assert.True(state!.Complete);
        var stack = Assert.Single(state.Stacks);
        Assert.Equal(("web", "web", "source/main", 1L, "compose.yaml"), (stack.Name, stack.Path, stack.Scope, stack.Sequence, stack.ComposeFile));
        var content = await agent.Http.ReadAsync($"{agent.Path}/content/{stack.Checksum}", PlumbJson.Default.StackContent);
        Assert.Equal(stack.Checksum, content.Checksum());
    }

    [Fact]
    public async Task A_report_shows_in_the_record()
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync();
        await server.PublishAsync(Found.Stack("web"), Found.Stack("apps/db"));
        var (state, _) = await agent.PollAsync();
        var web = state!.Stacks.Single(stack => stack.Path == "web");

        await agent.ReportAsync(agent.Synced(web));

        var records = await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord);
        Assert.Equal([("apps/db", StackStatus.Missing), ("web", StackStatus.Synced)], records.Select(record => (record.Path, record.Status)));
        Assert.Equal(1, records[1].ContainersRunning);
        var containers = await server.GetAsync("/api/stacks/containers/web", PlumbJson.Default.IReadOnlyListContainerView);
        Assert.Equal("web-web-1", Assert.Single(containers).Name);
        Assert.Equal("apps/db", (await server.StackAsync("apps/db")).Name);
        Assert.Equal("apps/db", (await server.StackAsync("apps%2Fdb")).Name);
    }
}
