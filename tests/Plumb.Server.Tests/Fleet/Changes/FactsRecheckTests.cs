using Plumb.Server.Fleet;
using Plumb.Server.Storage;

namespace Plumb.Server.Tests.Fleet.Changes;

public sealed class FactsRecheckTests
{
    [Fact]
    public async Task A_change_that_nobody_told_of_is_found_and_the_waiting_agent_is_told()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"), Found.Stack("db"));
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();
        var waiting = agent.PollAsync(tag, wait: "4m");
        await server.Server.Service<StoreWriter>().WriteAsync(scope => scope.Execute("update stack set suspended = 1 where name = 'web'"), CancellationToken.None);
        Assert.Null((await agent.PollAsync(tag)).State);

        Assert.Equal([RunningServer.Agent], await server.Server.Service<FactsRecheck>().CheckAsync(CancellationToken.None));

        Assert.True((await waiting.WaitAsync(TimeSpan.FromMinutes(1))).State!.Stacks.Single(stack => stack.Path == "web").Suspended);
        Assert.Contains(server.Logs.Lines, line => line.StartsWith("facts.wrong", StringComparison.Ordinal));
        Assert.Empty(await server.Server.Service<FactsRecheck>().CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Where_nothing_is_wrong_nobody_is_woken()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();
        var woken = server.Server.Service<AgentNews>().ChangedFor(server.Server.Service<AgentTable>().Named(RunningServer.Agent)!.Id);

        Assert.Empty(await server.Server.Service<FactsRecheck>().CheckAsync(CancellationToken.None));

        Assert.False(woken.IsCompleted);
        Assert.Null((await agent.PollAsync(tag)).State);
    }
}
