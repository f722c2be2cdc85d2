using System.Net;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Server.Tests.Fleet;

/// <summary>An agent holds stacks that this control plane does not know, as after a restore: a person still can let them go.</summary>
public sealed class StrayRemovalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_an_agent_holds_of_unknown_stacks_is_let_go_by_name_and_forgotten_when_it_is_gone()
    {
        await using var server = await RunningServer.StartAsync();
        var edge = await server.AgentAsync("edge");
        await edge.ReportAsync(Held(edge, "stray-1", "shop/web"), Held(edge, "stray-2", "shop/db"));
        Assert.Empty((await edge.PollAsync()).State!.Removals);
        Assert.Equal(["shop/db", "shop/web"], (await server.GetAsync("/api/v1/agents/edge", PlumbJson.Default.AgentView)).Strays);

        using var let = await server.Admin.PostAsync("/api/v1/agents/edge/removals/ack", null);

        Assert.Equal(["shop/db", "shop/web"], (await let.ReadAsync(PlumbJson.Default.RemovalAckView)).Stacks);
        var told = (await edge.PollAsync()).State!.Removals;
        Assert.Equal(["stray-1", "stray-2"], told.Select(removal => removal.StackId));
        Assert.All(told, removal => Assert.True(removal.At >= Noon));

        await edge.ReportAsync(
            new StackGone { Id = "gone", Number = edge.NextNumber(), StackId = "stray-1" },
            Held(edge, "stray-2", "shop/db") with { Holds = [] });
        Assert.Empty((await edge.PollAsync()).State!.Removals);
        await NothingHeldAsync(server);
        Assert.Empty((await server.GetAsync("/api/v1/agents/edge", PlumbJson.Default.AgentView)).Strays);
    }

    [Fact]
    public async Task An_older_report_that_comes_late_holds_nothing_anew_and_another_agents_are_left()
    {
        await using var server = await RunningServer.StartAsync();
        var (edge, core) = (await server.AgentAsync("edge"), await server.AgentAsync("core"));
        var (older, newer) = (Held(edge, "stray", "shop/web"), Held(edge, "stray", "shop/web"));
        await edge.ReportAsync(newer);
        await edge.ReportAsync(older with { Holds = [] });
        await core.ReportAsync(Held(core, "stray", "shop/web"));

        using var let = await server.Admin.PostAsync("/api/v1/agents/edge/removals/ack", null);

        Assert.Equal(["shop/web"], (await let.ReadAsync(PlumbJson.Default.RemovalAckView)).Stacks);
        Assert.Single((await edge.PollAsync()).State!.Removals);
        Assert.Empty((await core.PollAsync()).State!.Removals);
    }

    private static async Task NothingHeldAsync(RunningServer server)
    {
        using var answer = await server.Admin.PostAsync("/api/v1/agents/edge/removals/ack", null);
        await answer.ProblemAsync(HttpStatusCode.Conflict, "ack.nothing");
    }

    private static StackReport Held(TestAgent agent, string id, string name)
    {
        var stack = new TargetStack
        {
            Id = id,
            Name = name,
            Scope = "publisher/shop",
            Path = name,
            Driver = "compose",
            Sequence = 1,
            Checksum = new string('a', 64),
            Settings = new StackSettings(),
            DriftPolicy = DriftPolicy.Revert,
            ChangePolicy = ChangePolicy.Auto,
            RemoveEnabled = true,
        };
        return agent.Synced(stack) with { Name = name, Holds = [new HoldView("MassRemoval", "it went with most others", Noon, null, "acknowledge")] };
    }
}
