using System.Net;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Server.Tests.Stacks;

public sealed class StackActionTests
{
    [Theory]
    [InlineData("sync", StackAsk.Sync)]
    [InlineData("look", StackAsk.Look)]
    [InlineData("unblock", StackAsk.Unblock)]
    [InlineData("adopt", StackAsk.Adopt)]
    public async Task What_is_asked_is_in_the_target_state_until_an_agent_has_handled_it(string action, StackAsk ask)
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("apps/web"));
        var agent = await server.AgentAsync();

        using var response = await server.Admin.PostAsync($"/api/v1/stacks/apps/web/{action}", null);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var answer = await response.ReadAsync(PlumbJson.Default.ActionView);
        var stack = Assert.Single((await agent.PollAsync()).State!.Stacks);
        var request = Assert.Single(stack.Requests);
        Assert.Equal((answer.RequestId, ask, "admin"), (request.Id, request.Ask, request.By));
        Assert.Equal(request.Id, Assert.Single((await server.StackAsync("apps/web")).Pending).Id);
        await agent.ReportAsync(agent.Synced(stack) with { Handled = [request.Id] });
        Assert.Empty((await server.StackAsync("apps/web")).Pending);
        Assert.Empty(Assert.Single((await agent.PollAsync()).State!.Stacks).Requests);
    }

    [Fact]
    public async Task The_newest_of_each_kind_is_kept()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        await PostAsync(server, "web/sync");
        await PostAsync(server, "web/look");
        await PostAsync(server, "web/sync");
        Assert.Equal([StackAsk.Sync, StackAsk.Look], (await server.StackAsync("web")).Pending.Select(pending => pending.Ask).Order());
    }

    [Fact]
    public async Task Suspend_and_stop_are_facts_and_are_taken_back()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();

        await PostAsync(server, "web/suspend");
        await PostAsync(server, "web/stop");
        var stack = Assert.Single((await agent.PollAsync()).State!.Stacks);
        Assert.Equal((true, true), (stack.Suspended, stack.Stopped));
        Assert.Equal("True", (await server.StackAsync("web")).Conditions.Single(c => c.Type == "Suspended").Status);
        await PostAsync(server, "web/resume");
        await PostAsync(server, "web/start");
        stack = Assert.Single((await agent.PollAsync()).State!.Stacks);
        Assert.Equal((false, false), (stack.Suspended, stack.Stopped));
    }

    [Fact]
    public async Task A_flag_outlives_a_new_commit_and_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            await server.PublishAsync(Found.Stack("web"));
            await PostAsync(server, "web/suspend");
            await server.PublishAsync(Found.Stack("web", "services: { web: { image: other } }"));
        }

        await using var again = await RunningServer.StartAsync(directory);
        Assert.True((await again.StackAsync("web")).Suspended);
    }

    [Fact]
    public async Task Who_did_what_is_in_the_audit_log()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        await PostAsync(server, "web/suspend");
        await PostAsync(server, "web/sync");

        var audit = await server.GetAsync("/api/v1/audit?limit=2", PlumbJson.Default.PageAuditView);

        Assert.Equal([("admin", "admin", "stack.sync", "web"), ("admin", "admin", "stack.suspend", "web")], audit.Items.Select(item => (item.Actor, item.Role, item.Action, item.Object)));
    }

    [Fact]
    public async Task A_diff_waits_for_the_look_that_it_asked_for()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var (state, tag) = await agent.PollAsync();
        var asked = server.GetAsync("/api/v1/stacks/web/diff", PlumbJson.Default.DiffView);

        var (next, _) = await agent.PollAsync(tag, wait: "1m");
        var request = Assert.Single(next!.Stacks[0].Requests);
        await agent.ReportAsync(agent.Synced(state!.Stacks[0]) with
        {
            Status = StackStatus.Failed,
            Fingerprint = "f1",
            Differences = [new DifferenceView("scale", "web", null, "2", "1")],
            Handled = [request.Id],
        });

        var diff = await asked;
        Assert.Equal((StackAsk.Look, true, "f1", "scale"), (request.Ask, diff.Fresh, diff.Fingerprint, Assert.Single(diff.Differences).Kind));
    }

    [Fact]
    public async Task A_diff_without_an_agent_says_that_it_is_not_fresh()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { LocalAgent = null });
        await server.PublishAsync(Found.Stack("web"));
        Assert.False((await server.GetAsync("/api/v1/stacks/web/diff", PlumbJson.Default.DiffView)).Fresh);
    }

    [Fact]
    public async Task A_condition_keeps_since_when_it_has_its_status()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        DateTimeOffset since;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            await server.PublishAsync(Found.Stack("web"));
            var agent = await server.AgentAsync();
            var stack = Assert.Single((await agent.PollAsync()).State!.Stacks);
            await agent.ReportAsync(agent.Synced(stack));
            since = await SinceAsync(server);
            await agent.ReportAsync(agent.Synced(stack) with { HealthMessage = "All is well." });
            Assert.Equal(since, await SinceAsync(server));
        }

        await using var again = await RunningServer.StartAsync(directory);
        Assert.Equal(since, await SinceAsync(again));
    }

    [Fact]
    public async Task A_stack_may_be_named_as_an_action()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"), Found.Stack("web/diff"), Found.Stack("apps/sync"));

        Assert.Equal("web/diff", (await server.StackAsync("web%2Fdiff")).Name);
        Assert.Equal("apps/sync", (await server.StackAsync("apps/sync")).Name);
        Assert.Equal("web/diff", (await server.GetAsync("/api/v1/stacks/web/diff/explain", PlumbJson.Default.ExplainView)).Stack.Name);
    }

    [Fact]
    public async Task Lists_come_in_pages_and_by_selector()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync([.. Enumerable.Range(0, 5).Select(i => Found.Stack($"s{i}", settings: new StackSettings { Labels = i % 2 == 0 ? ["even"] : [] }))]);

        var first = await server.GetAsync("/api/v1/stacks?limit=3", PlumbJson.Default.PageStackView);
        var rest = await server.GetAsync($"/api/v1/stacks?limit=3&after={first.Next}", PlumbJson.Default.PageStackView);
        var even = await server.GetAsync("/api/v1/stacks?label=even", PlumbJson.Default.PageStackView);

        Assert.Equal(["s0", "s1", "s2"], first.Items.Select(item => item.Name));
        Assert.Equal(["s3", "s4"], rest.Items.Select(item => item.Name));
        Assert.Null(rest.Next);
        Assert.Equal(["s0", "s2", "s4"], even.Items.Select(item => item.Name));
    }

    private static async Task<DateTimeOffset> SinceAsync(RunningServer server) =>
        (await server.StackAsync("web")).Conditions.Single(c => c.Type == "Drifted").Since;

    private static async Task PostAsync(RunningServer server, string path)
    {
        using var response = await server.Admin.PostAsync($"/api/v1/stacks/{path}", null);
        response.EnsureSuccessStatusCode();
    }
}
