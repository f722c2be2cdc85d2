using System.Net;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;

namespace Plumb.Server.Tests.Fleet;

public sealed class DeletionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deleted_stack_is_told_to_its_agents_and_archived_when_all_have_confirmed(bool keepRunning)
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        var stack = await TiedAsync(people, "edge", "core");
        var (edge, core) = (await server.AgentAsync("edge"), await server.AgentAsync("core"));
        await edge.ReportAsync(edge.Synced((await edge.PollAsync()).State!.Stacks.Single()));

        using var deleted = await server.Admin.DeleteAsync($"/api/v1/stacks/system/web?keepRunning={(keepRunning ? "true" : "false")}");

        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        Assert.Equal(["core", "edge"], (await deleted.ReadAsync(PlumbJson.Default.StackView)).Deletion!.Waiting);
        foreach (var agent in new[] { edge, core })
        {
            var state = (await agent.PollAsync()).State!;
            Assert.Empty(state.Stacks);
            var marker = Assert.Single(state.Deletions);
            Assert.Equal((stack.Id, "publisher/system", "web", keepRunning), (marker.StackId, marker.Scope, marker.Path, marker.KeepRunning));
        }

        await edge.ReportAsync(Gone(edge, stack.Id));
        Assert.Empty((await edge.PollAsync()).State!.Deletions);
        Assert.Equal(["core"], (await server.StackAsync("system/web")).Deletion!.Waiting);
        await core.ReportAsync(Gone(core, stack.Id));
        Assert.Empty((await core.PollAsync()).State!.Deletions);
        using var unknown = await server.Http.GetAsync("/api/v1/stacks/system/web");
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "stack.unknown");
    }

    [Fact]
    public async Task What_an_older_copy_of_an_agents_disk_calls_gone_is_still_waited_for()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        var stack = await TiedAsync(people, "edge");
        var older = await server.AgentAsync("edge");
        var edge = await server.AgentAsync("edge");
        await edge.ReportAsync(edge.Synced((await edge.PollAsync()).State!.Stacks.Single()));
        await people.DeleteAsync("/api/v1/stacks/system/web");

        await edge.ReportAsync(Gone(edge, stack.Id) with { Generation = older.Generation });

        Assert.Single((await edge.PollAsync()).State!.Deletions);
        await edge.ReportAsync(Gone(edge, stack.Id));
        Assert.Empty((await edge.PollAsync()).State!.Deletions);
    }

    [Fact]
    public async Task An_agent_that_is_forgotten_is_waited_for_no_longer_and_its_key_is_good_no_more()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await TiedAsync(people, "edge");
        var edge = await server.AgentAsync("edge");
        await edge.ReportAsync(edge.Synced((await edge.PollAsync()).State!.Stacks.Single()));
        await people.DeleteAsync("/api/v1/stacks/system/web");
        using var held = await server.Admin.DeleteAsync("/api/v1/agents/edge");
        await held.ProblemAsync(HttpStatusCode.Conflict, "agent.holds");

        await people.DeleteAsync("/api/v1/agents/edge?forget=true");

        using var stack = await server.Http.GetAsync("/api/v1/stacks/system/web");
        await stack.ProblemAsync(HttpStatusCode.NotFound, "stack.unknown");
        using var agent = await server.Http.GetAsync("/api/v1/agents/edge");
        await agent.ProblemAsync(HttpStatusCode.NotFound, "agent.unknown");
        using var poll = await edge.Http.GetAsync($"{edge.Path}/target-state");
        await poll.ProblemAsync(HttpStatusCode.Unauthorized, "key.invalid");
    }

    [Fact]
    public async Task An_agent_that_comes_late_with_a_stack_that_was_deleted_meanwhile_is_still_told()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        var stack = await TiedAsync(people, "edge");
        var edge = await server.AgentAsync("edge");
        var had = (await edge.PollAsync()).State!.Stacks.Single();
        await people.UntieAsync("edge", "system/web");
        using var deleted = await server.Admin.DeleteAsync("/api/v1/stacks/system/web");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        await edge.ReportAsync(edge.Synced(had));

        Assert.Equal(stack.Id, Assert.Single((await edge.PollAsync()).State!.Deletions).StackId);
        await edge.ReportAsync(Gone(edge, stack.Id));
        Assert.Empty((await edge.PollAsync()).State!.Deletions);
    }

    [Fact]
    public async Task A_confirmation_from_before_the_agent_had_it_again_confirms_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        var stack = await TiedAsync(people, "edge");
        var edge = await server.AgentAsync("edge");
        var old = Gone(edge, stack.Id);
        await edge.ReportAsync(edge.Synced((await edge.PollAsync()).State!.Stacks.Single()));
        await people.DeleteAsync("/api/v1/stacks/system/web");

        await edge.ReportAsync(old);

        Assert.Equal(["edge"], (await server.StackAsync("system/web")).Deletion!.Waiting);
        Assert.Single((await edge.PollAsync()).State!.Deletions);
    }

    [Fact]
    public async Task While_it_is_being_deleted_it_takes_no_content_and_its_name_is_not_free_and_afterwards_it_is()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        var stack = await TiedAsync(people, "edge");
        var edge = await server.AgentAsync("edge");
        await people.DeleteAsync("/api/v1/stacks/system/web");

        using var publish = await people.PostAsync("system/web", new PublishBody { Text = "services: { web: { image: other } }" });
        await publish.ProblemAsync(HttpStatusCode.Conflict, "stack.deleting");
        using var again = await server.Admin.PostAsync("/api/v1/stacks", new StackBody { Publisher = "system", Name = "web" }.Json(PlumbJson.Default.StackBody));
        await again.ProblemAsync(HttpStatusCode.Conflict, "stack.deleting");

        await edge.ReportAsync(Gone(edge, stack.Id));
        var made = await people.StackAsync("system", "web");
        Assert.NotEqual(stack.Id, made.Id);
        Assert.Empty((await server.GetAsync("/api/v1/stacks/system/web/history", PlumbJson.Default.PageDeploymentObjectView)).Items);
    }

    [Fact]
    public async Task A_deleted_publisher_takes_all_its_stacks_along_and_who_takes_its_name_needs_new_consent()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.PublisherAsync("shop");
        var ids = new List<string>();
        foreach (var name in (string[])["web", "db"])
        {
            ids.Add((await people.StackAsync("shop", name, new StackBody { Labels = ["eu"] })).Id);
            await people.PublishAsync($"shop/{name}");
        }

        await people.AgentAsync("edge");
        await people.LabelAsync("agents/edge", "eu");
        var edge = await server.AgentAsync("edge");
        await edge.SubscribeAsync("shop");
        Assert.Equal(2, (await edge.PollAsync()).State!.Stacks.Count);

        await people.DeleteAsync("/api/v1/publishers/shop");

        var state = (await edge.PollAsync()).State!;
        Assert.Empty(state.Stacks);
        Assert.Equal(ids.Order(StringComparer.Ordinal), state.Deletions.Select(marker => marker.StackId).Order(StringComparer.Ordinal));
        foreach (var id in ids)
        {
            await edge.ReportAsync(Gone(edge, id));
        }

        await people.PublisherAsync("shop");
        await people.StackAsync("shop", "web", new StackBody { Labels = ["eu"] });
        await people.PublishAsync("shop/web");
        Assert.Empty((await edge.PollAsync()).State!.Stacks);
    }

    [Fact]
    public async Task A_stack_that_its_source_still_names_is_not_deleted_here_and_one_that_is_orphaned_is()
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync();
        await server.PublishAsync(Found.Stack("web"), Found.Stack("db"));
        foreach (var stack in (await agent.PollAsync()).State!.Stacks)
        {
            await agent.ReportAsync(agent.Synced(stack));
        }

        using var named = await server.Admin.DeleteAsync("/api/v1/stacks/web");
        await named.ProblemAsync(HttpStatusCode.Conflict, "stack.sourced");
        await server.PublishAtAsync("2222222222222222222222222222222222222222", Found.Stack("db"));
        Assert.True((await server.StackAsync("web")).Record.Orphaned);

        using var orphan = await server.Admin.DeleteAsync("/api/v1/stacks/web");

        Assert.Equal(HttpStatusCode.Accepted, orphan.StatusCode);
        var state = (await agent.PollAsync()).State!;
        Assert.Equal("web", Assert.Single(state.Deletions).Path);
        Assert.Equal("db", Assert.Single(state.Stacks).Path);

        await server.PublishAtAsync("3333333333333333333333333333333333333333", Found.Stack("db"), Found.Stack("web"));
        var back = (await agent.PollAsync()).State!;
        Assert.Empty(back.Deletions);
        Assert.Equal(["db", "web"], back.Stacks.Select(stack => stack.Path).Order(StringComparer.Ordinal));
    }

    private static async Task<StackView> TiedAsync(FleetClient people, params string[] agents)
    {
        var stack = await people.StackAsync("system", "web");
        await people.PublishAsync("system/web");
        foreach (var agent in agents)
        {
            await people.AgentAsync(agent);
            await people.TieAsync(agent, "system/web");
        }

        return stack;
    }

    private static StackGone Gone(TestAgent agent, string stackId) => new() { Id = Guid.NewGuid().ToString(), Number = agent.NextNumber(), StackId = stackId };
}
