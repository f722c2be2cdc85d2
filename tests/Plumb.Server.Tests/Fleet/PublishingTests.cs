using System.Net;
using System.Text;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Server.Keys;

namespace Plumb.Server.Tests.Fleet;

public sealed class PublishingTests
{
    [Fact]
    public async Task A_deployment_object_first_then_a_target_is_in_the_target_state_with_its_content()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.PublisherAsync("shop");
        await people.StackAsync("shop", "web");
        var published = await people.PublishAsync("shop/web");
        var agent = await server.AgentAsync("edge");
        await agent.SubscribeAsync("shop");
        Assert.Empty((await agent.PollAsync()).State!.Stacks);

        var tie = await people.TieAsync("edge", "shop/web");

        Assert.True(tie.InEffect);
        var stack = Assert.Single((await agent.PollAsync()).State!.Stacks);
        Assert.Equal(("shop/web", "publisher/shop", "web", published.Sequence, "compose.yaml"), (stack.Name, stack.Scope, stack.Path, stack.Sequence, stack.ComposeFile));
        var content = await agent.Http.ReadAsync($"{agent.Path}/content/{stack.Checksum}", PlumbJson.Default.StackContent);
        Assert.Equal((published.Checksum, FleetClient.Compose), (content.Checksum(), Encoding.UTF8.GetString(Assert.Single(content.Files).Bytes)));
    }

    [Fact]
    public async Task The_same_content_again_is_the_old_object_and_other_content_a_new_one()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "web");
        using var first = await people.PostAsync("system/web", new PublishBody { Text = FleetClient.Compose });
        using var again = await people.PostAsync("system/web", new PublishBody { Files = new Dictionary<string, PublishedFile> { ["compose.yaml"] = new(Encoding.UTF8.GetBytes(FleetClient.Compose)) } });
        using var other = await people.PostAsync("system/web", new PublishBody { Text = "services: { web: { image: busybox:2 } }" });
        using var back = await people.PostAsync("system/web", new PublishBody { Text = FleetClient.Compose });

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Created],
            new[] { first, again, other, back }.Select(response => response.StatusCode));
        var sequences = new List<long>();
        foreach (var response in new[] { first, again, other, back })
        {
            sequences.Add((await response.ReadAsync(PlumbJson.Default.DeploymentObjectView)).Sequence);
        }

        Assert.Equal(sequences[0], sequences[1]);
        Assert.True(sequences[0] < sequences[2] && sequences[2] < sequences[3], string.Join(' ', sequences));
    }

    [Theory]
    [InlineData("../compose.yaml", FleetClient.Compose, "path.parent")]
    [InlineData("/compose.yaml", FleetClient.Compose, "path.absolute")]
    [InlineData("other.yaml", FleetClient.Compose, "compose.missing")]
    [InlineData("compose.yaml", "include: [../other.yaml]", "path.outside")]
    [InlineData("compose.yaml", "include: ['https://example.org/compose.yaml']", "path.remote")]
    [InlineData("compose.yaml", "services: { web: { provider: { type: sh } } }", "compose.provider")]
    [InlineData("compose.yaml", "services: { web: { env_file: /etc/shadow } }", "path.absolute")]
    [InlineData("compose.yaml", "a: [", "yaml")]
    public async Task Content_that_breaks_a_rule_is_refused_and_nothing_of_it_is_kept(string path, string text, string rule)
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "web");

        using var response = await people.PostAsync("system/web", new PublishBody { Files = new Dictionary<string, PublishedFile> { [path] = new(Encoding.UTF8.GetBytes(text)) } });

        var problem = await response.ProblemAsync(HttpStatusCode.UnprocessableEntity, "content.refused");
        Assert.Contains(rule, problem.Detail, StringComparison.Ordinal);
        Assert.Empty((await server.GetAsync("/api/v1/stacks/system/web/history", PlumbJson.Default.PageDeploymentObjectView)).Items);
    }

    [Fact]
    public async Task What_the_contents_own_file_says_counts_and_what_people_say_wins()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "web", new StackBody { Labels = ["given"], Annotations = new Dictionary<string, string> { ["region"] = "us" }, Policies = new PolicyBody { DriftPolicy = DriftPolicy.Flag } });
        await PublishAsync("labels: [declared]\nannotations: { region: eu, zone: a }\nselector: gpu\ndriftPolicy: revert\nchangePolicy: flag\n");

        var stack = await server.StackAsync("system/web");

        Assert.Equal(["declared", "given"], stack.Labels);
        Assert.Equal([("region", "us"), ("zone", "a")], stack.Annotations.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(("gpu", DriftPolicy.Flag, ChangePolicy.Flag), (stack.Selector, stack.Settings.DriftPolicy, stack.Settings.ChangePolicy));
        using var declared = await server.Admin.DeleteAsync("/api/v1/stacks/system/web/labels/declared");
        await declared.ProblemAsync(HttpStatusCode.Conflict, "fact.declared");
        await people.UnannotateAsync("stacks/system/web", "region");
        await PublishAsync("labels: [other]\nannotations: { region: eu }\n");
        var after = await server.StackAsync("system/web");
        Assert.Equal(["given", "other"], after.Labels);
        Assert.Equal([("region", "eu")], after.Annotations.Select(pair => (pair.Key, pair.Value)));

        async Task PublishAsync(string settings)
        {
            using var response = await people.PostAsync("system/web", new PublishBody
            {
                Files = new Dictionary<string, PublishedFile> { ["compose.yaml"] = new(Encoding.UTF8.GetBytes(FleetClient.Compose)), ["plumb.stack.yaml"] = new(Encoding.UTF8.GetBytes(settings)) },
            });
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log_with_who_did_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var ada = await server.ClientAsync(Role.Admin, "ada");
        var people = new FleetClient(ada);
        await people.PublisherAsync("shop");
        await people.StackAsync("shop", "web");
        await people.PublishAsync("shop/web");
        await people.PublishAsync("shop/web");
        await people.AgentAsync("edge");
        await people.LabelAsync("agents/edge", "eu");
        await people.LabelAsync("agents/edge", "eu");
        await people.AnnotateAsync("stacks/shop/web", "zone", "a");
        await people.TieAsync("edge", "shop/web");
        await people.UntieAsync("edge", "shop/web");
        await people.DeleteAsync("/api/v1/stacks/shop/web");
        await people.DeleteAsync("/api/v1/agents/edge");
        await people.DeleteAsync("/api/v1/publishers/shop");

        var log = await server.GetAsync("/api/v1/audit", PlumbJson.Default.PageAuditView);

        Assert.Equal(
            [
                "publisher.create shop", "stack.create shop/web", "stack.publish shop/web 1", "agent.create edge", "agent.label edge eu", "stack.annotate shop/web zone",
                "agent.target edge shop/web", "agent.untarget edge shop/web", "stack.delete shop/web", "agent.delete edge", "publisher.delete shop",
            ],
            log.Items.Where(entry => entry.Actor == "ada").Reverse().Select(entry => $"{entry.Action} {entry.Object}"));
    }
}
