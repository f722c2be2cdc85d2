using System.Net;
using Plumb.Contracts.Stacks;
using Plumb.Server.Keys;

namespace Plumb.Server.Tests.Fleet;

public sealed class ConsentTests
{
    [Fact]
    public async Task No_label_annotation_selector_or_target_reaches_an_agent_that_did_not_subscribe()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        var edge = await AllTiedAsync(server, people);

        Assert.Empty((await edge.PollAsync()).State!.Stacks);
        foreach (var name in (string[])["label", "annotation", "selector", "target"])
        {
            Assert.Empty((await server.StackAsync($"shop/{name}")).Agents);
        }

        // Nor is the content to be had by its checksum.
        var checksum = (await server.GetAsync("/api/v1/stacks/shop/label/history", Contracts.Json.PlumbJson.Default.PageDeploymentObjectView)).Items[0].Checksum;
        using var content = await edge.Http.GetAsync($"{edge.Path}/content/{checksum}");
        await content.ProblemAsync(HttpStatusCode.NotFound, "content.unknown");
    }

    [Fact]
    public async Task A_target_from_before_the_subscription_is_accepted_and_counts_from_then_on_and_until_it_is_withdrawn()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        var edge = await AllTiedAsync(server, people);
        var tie = await people.TieAsync("edge", "shop/target");
        Assert.False(tie.InEffect);
        Assert.Contains("did not subscribe", tie.Why, StringComparison.Ordinal);

        await edge.SubscribeAsync("shop");
        Assert.Equal(["shop/annotation", "shop/label", "shop/selector", "shop/target"], (await edge.PollAsync()).State!.Stacks.Select(stack => stack.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["edge"], (await server.StackAsync("shop/target")).Agents);

        await edge.UnsubscribeAsync("shop");
        Assert.Empty((await edge.PollAsync()).State!.Stacks);
        Assert.Empty((await server.StackAsync("shop/target")).Agents);
    }

    [Theory]
    [InlineData(Role.Admin)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Viewer)]
    public async Task Nobody_but_the_agent_consents(Role role)
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.PublisherAsync("shop");
        await server.AgentAsync("edge");
        using var other = await server.ClientAsync(role, "ada");

        using var subscribed = await other.PutAsync("/api/v1/agents/edge/subscriptions/shop", null);
        using var unsubscribed = await other.DeleteAsync("/api/v1/agents/edge/subscriptions/shop");

        await subscribed.ProblemAsync(HttpStatusCode.Forbidden, "consent.required");
        await unsubscribed.ProblemAsync(HttpStatusCode.Forbidden, "consent.required");
    }

    [Fact]
    public async Task Every_agent_serves_the_system_publisher()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "log", new StackBody { Selector = "!spot" });
        await people.PublishAsync("system/log");

        var edge = await server.AgentAsync("edge");

        Assert.Equal("system/log", Assert.Single((await edge.PollAsync()).State!.Stacks).Name);
    }

    /// <summary>An agent, and a stack of another publisher tied to it by each way.</summary>
    private static async Task<TestAgent> AllTiedAsync(RunningServer server, FleetClient people)
    {
        await people.PublisherAsync("shop");
        await people.StackAsync("shop", "label", new StackBody { Labels = ["eu"] });
        await people.StackAsync("shop", "annotation", new StackBody { Annotations = new Dictionary<string, string> { ["zone"] = "a" } });
        await people.StackAsync("shop", "selector", new StackBody { Selector = "eu" });
        await people.StackAsync("shop", "target");
        await people.AgentAsync("edge", new Contracts.Agents.AgentBody { Labels = ["eu"], Annotations = new Dictionary<string, string> { ["zone"] = "a" } });
        await people.TieAsync("edge", "shop/target");
        foreach (var name in (string[])["label", "annotation", "selector", "target"])
        {
            await people.PublishAsync($"shop/{name}");
        }

        return await server.AgentAsync("edge");
    }
}
