using System.Net;
using System.Net.Http.Headers;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Server.Fleet;
using Plumb.Server.Keys;
using Plumb.Server.Tests.Fleet;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Replicas;

/// <summary>What is done at one control plane counts at all that share its store.</summary>
public sealed class WakingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_at_one_ends_the_long_polls_at_the_other_also_when_its_notice_is_lost(bool lost)
    {
        await using var pair = await Pair.StartAsync();
        if (lost)
        {
            Pair.Deafen(pair.Other);
        }

        var agent = await pair.Other.AgentAsync();
        await pair.Other.PublishAsync(Found.Stack("web"));
        var (first, etag) = await agent.PollAsync();
        var polls = Enumerable.Range(0, 3).Select(_ => agent.PollAsync(etag, wait: "5m")).ToList();
        await Wait.UntilAsync(() => pair.Other.Server.Service<Presence>().IsReachable(pair.Other.Server.Service<AgentTable>().Find(RunningServer.Agent)!.Id) == true, Pair.Long, "the polls wait");

        await pair.One.PublishAsync(Found.Stack("web"), Found.Stack("db"));

        foreach (var (state, _) in await Task.WhenAll(polls).WaitAsync(Pair.Long))
        {
            Assert.Equal(["db", "web"], state!.Stacks.Select(stack => stack.Path).Order());
            Assert.Equal(first!.Version + 1, state.Version);
        }
    }

    [Fact]
    public async Task A_report_at_one_shows_at_the_other_and_the_agent_is_reachable_there()
    {
        await using var pair = await Pair.StartAsync();
        var agent = await pair.One.AgentAsync();
        await pair.One.PublishAsync(Found.Stack("web"));
        var (state, _) = await agent.PollAsync();

        await agent.ReportAsync(agent.Synced(state!.Stacks[0]));

        await Wait.UntilAsync(async () => (await pair.Other.StackAsync("web")).Record.Status == StackStatus.Synced, Pair.Long, "synced at the other");
        await Wait.UntilAsync(
            async () => (await pair.Other.GetAsync("/api/v1/agents/local", PlumbJson.Default.AgentView)).Status == "Ready", Pair.Long, "ready at the other");
    }

    [Fact]
    public async Task A_key_that_is_made_or_ended_at_one_is_so_at_the_other()
    {
        await using var pair = await Pair.StartAsync();
        var key = await pair.One.Server.EnsureKeyAsync(Role.Operator, "ops", CancellationToken.None);
        await pair.One.PublishAsync(Found.Stack("web"));
        using var client = new HttpClient { BaseAddress = pair.Other.Server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await Wait.UntilAsync(async () => await StatusAsync(client) != HttpStatusCode.Unauthorized, Pair.Long, "the key works at the other");

        await pair.One.Server.EnsureKeyAsync(Role.Operator, "ops", CancellationToken.None);

        await Wait.UntilAsync(async () => await StatusAsync(client) == HttpStatusCode.Unauthorized, Pair.Long, "the key is ended at the other");
    }

    [Fact]
    public async Task An_agent_that_is_sent_from_one_to_the_other_never_sees_an_older_version()
    {
        await using var pair = await Pair.StartAsync();
        Pair.Deafen(pair.Other);
        var here = await pair.One.AgentAsync();
        var key = here.Http.DefaultRequestHeaders.Authorization;
        using var client = new HttpClient { BaseAddress = pair.Other.Server.Address };
        client.DefaultRequestHeaders.Authorization = key;
        await Wait.UntilAsync(async () => (await client.GetAsync($"{here.Path}/target-state")).StatusCode == HttpStatusCode.OK, Pair.Long, "the other knows the agent");
        var there = new TestAgent(client, RunningServer.Agent);

        string? etag = null;
        long version = 0;
        for (var i = 0; i < 20; i++)
        {
            await pair.One.PublishAsync([.. Enumerable.Range(0, i + 1).Select(n => Found.Stack($"s{n}"))]);
            foreach (var agent in (TestAgent[])[here, there])
            {
                var (state, tag) = await agent.PollAsync(etag);
                Assert.True(state is null || state.Version > version, $"{state?.Version} after {version}");
                (etag, version) = (tag, state?.Version ?? version);
            }
        }

        Assert.Equal(20, (await there.PollAsync()).State!.Stacks.Count);
    }

    [Fact]
    public async Task What_was_acknowledged_at_one_is_known_at_the_other_at_once_though_its_notice_is_lost()
    {
        await using var pair = await Pair.StartAsync();
        Pair.Deafen(pair.Other);
        var (here, there) = (new FleetClient(pair.One.Admin), new FleetClient(pair.Other.Admin));
        await here.PublisherAsync("shop");
        for (var i = 0; i < 10; i++)
        {
            var stack = $"shop/web-{i}";
            await here.StackAsync("shop", $"web-{i}");
            Assert.True((await there.PublishAsync(stack, $"services: {{ web: {{ image: 'busybox:{i}' }} }}")).Current);
            await here.StackAsync("shop", $"db-{i}");
            Assert.Equal($"shop/db-{i}", (await pair.Other.StackAsync($"shop/db-{i}")).Name);
            await there.AgentAsync($"edge-{i}");
            Assert.Equal(stack, (await here.TieAsync($"edge-{i}", stack)).Stack);
            await there.DeleteAsync($"/api/v1/stacks/{stack}");
        }
    }

    [Fact]
    public async Task Both_keep_their_admin_key()
    {
        await using var pair = await Pair.StartAsync();
        foreach (var server in (RunningServer[])[pair.One, pair.Other])
        {
            foreach (var at in (RunningServer[])[pair.One, pair.Other])
            {
                using var client = new HttpClient { BaseAddress = at.Server.Address };
                client.DefaultRequestHeaders.Authorization = server.Admin.DefaultRequestHeaders.Authorization;
                await Wait.UntilAsync(async () => (await client.GetAsync("/api/v1/audit")).StatusCode == HttpStatusCode.OK, Pair.Long, "the admin key works");
            }
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.PostAsync("/api/v1/stacks/web/sync", content: null);
        return response.StatusCode;
    }
}
