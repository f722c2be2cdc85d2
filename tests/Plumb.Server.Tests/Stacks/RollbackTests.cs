using System.Net;
using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Server.Tests.Stacks;

public sealed class RollbackTests
{
    private const string First = "1111111111111111111111111111111111111111";
    private const string Second = "2222222222222222222222222222222222222222";
    private const string Third = "3333333333333333333333333333333333333333";

    [Fact]
    public async Task A_pinned_object_is_the_target_state_with_its_own_revision_and_checksum_whatever_is_published()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, first) = await TwoObjectsAsync(server);
        await RollBackAsync(server, new RollbackBody { To = first.Sequence });
        await IsAsync(server, agent, first);
        Assert.Equal((first.Sequence, false, "admin"), ((await server.StackAsync("web")).Pin!.Sequence, (await server.StackAsync("web")).Pin!.UntilChange, (await server.StackAsync("web")).Pin!.By));

        // The same content under a new commit, other content, and content that is refused.
        await server.PublishAtAsync(Third, Stack(2));
        await server.PublishAtAsync(Third, Stack(3));
        await server.PublishAtAsync(Third, Found.Refused("web"));
        await IsAsync(server, agent, first);
        Assert.Null(Assert.Single((await agent.PollAsync()).State!.Stacks).Refusal);
        var history = (await server.GetAsync("/api/v1/stacks/web/history", PlumbJson.Default.PageDeploymentObjectView)).Items;
        Assert.Equal([(Third, false, false), (Third, false, false), (First, true, true)], history.Select(o => (o.Revision, o.Current, o.Pinned)));
    }

    [Fact]
    public async Task A_pin_outlives_a_restart_and_is_taken_back()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        TargetStack first;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            (_, first) = await TwoObjectsAsync(server);
            await RollBackAsync(server, new RollbackBody { To = first.Sequence });
        }

        await using var again = await RunningServer.StartAsync(directory);
        Assert.Equal((first.Sequence, First), ((await again.StackAsync("web")).Sequence, (await again.StackAsync("web")).Revision));
        await RollBackAsync(again, new RollbackBody());
        Assert.Equal((Second, null), ((await again.StackAsync("web")).Revision, (await again.StackAsync("web")).Pin));
    }

    [Fact]
    public async Task A_pin_until_change_ends_with_newer_content_and_with_nothing_less()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, first) = await TwoObjectsAsync(server);
        await RollBackAsync(server, new RollbackBody { To = first.Sequence, UntilChange = true });
        await server.PublishAtAsync(Third, Stack(2));
        await IsAsync(server, agent, first);
        await server.PublishAtAsync(Third, Stack(3));
        var now = Assert.Single((await agent.PollAsync()).State!.Stacks);
        Assert.Equal(Third, now.Revision);
        Assert.True(now.Sequence > first.Sequence);
        Assert.Null((await server.StackAsync("web")).Pin);
    }

    [Fact]
    public async Task Only_an_object_of_that_stack_will_do()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, first) = await TwoObjectsAsync(server);
        await server.PublishAtAsync(Third, Stack(2), Found.Stack("db"));
        var other = (await server.StackAsync("db")).Sequence;
        foreach (var to in new[] { other, 0, 999_999, -1 })
        {
            using var answer = await server.Admin.PostAsync("/api/v1/stacks/web/rollback", new RollbackBody { To = to }.Json(PlumbJson.Default.RollbackBody));
            await answer.ProblemAsync(HttpStatusCode.NotFound, "sequence.unknown");
        }

        Assert.Null((await server.StackAsync("web")).Pin);
        Assert.NotEqual(first.Sequence, (await agent.PollAsync()).State!.Stacks.Single(s => s.Name == "web").Sequence);
    }

    [Fact]
    public async Task A_pinned_stack_is_the_old_object_whole_with_the_settings_and_compose_file_that_it_had()
    {
        await using var server = await RunningServer.StartAsync();
        StackSettings then = new()
        {
            Project = "then", Files = ["compose.yaml"], Profiles = ["old"], EnvFiles = ["old.env"], Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TAG"] = "1" },
            Labels = ["old"], Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = "eu" }, DriftPolicy = DriftPolicy.Flag, Pull = PullPolicy.Never, RollbackOnFailure = true,
        };
        await server.PublishAtAsync(First, Found.Stack("web", settings: then));
        var agent = await server.AgentAsync();
        var first = Assert.Single((await agent.PollAsync()).State!.Stacks);
        StackSettings now = new() { Project = "now", Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TAG"] = "2" }, Labels = ["new"], Selector = "env=prod", Suspend = true };
        await server.PublishAtAsync(Second, Found.Stack("web", "services: { web: { image: 'busybox:2' } }", now) with { ComposeFile = "docker-compose.yml" });
        var second = Assert.Single((await agent.PollAsync()).State!.Stacks);
        Assert.Equal(("docker-compose.yml", "now", true, DriftPolicy.Revert), (second.ComposeFile, second.Settings.Project, second.Suspended, second.DriftPolicy));

        await RollBackAsync(server, new RollbackBody { To = first.Sequence });
        Assert.Equal(Text(first), Text(Assert.Single((await agent.PollAsync()).State!.Stacks)));
        var view = await server.StackAsync("web");
        Assert.Equal(("old", "eu", "then"), (Assert.Single(view.Labels), view.Annotations["region"], view.Settings.Project));

        // And so whatever is published meanwhile; let go, the newest is itself whole again.
        await server.PublishAtAsync(Third, Found.Stack("web", "services: { web: { image: 'busybox:3' } }", now with { Suspend = false }));
        Assert.Equal(Text(first), Text(Assert.Single((await agent.PollAsync()).State!.Stacks)));
        await RollBackAsync(server, new RollbackBody());
        var third = Assert.Single((await agent.PollAsync()).State!.Stacks);
        Assert.Equal((Third, "now", false, "env=prod"), (third.Revision, third.Settings.Project, third.Suspended, third.Settings.Selector));
    }

    private static string Text(TargetStack stack) => JsonSerializer.Serialize(stack, PlumbJson.Default.TargetStack);

    private static async Task<(TestAgent Agent, TargetStack First)> TwoObjectsAsync(RunningServer server)
    {
        await server.PublishAtAsync(First, Stack(1));
        var agent = await server.AgentAsync();
        var first = Assert.Single((await agent.PollAsync()).State!.Stacks);
        await server.PublishAtAsync(Second, Stack(2));
        Assert.Equal(Second, Assert.Single((await agent.PollAsync()).State!.Stacks).Revision);
        return (agent, first);
    }

    private static Plumb.Server.Sources.DiscoveredStack Stack(int version) => Found.Stack("web", $"services: {{ web: {{ image: 'busybox:{version}' }} }}");

    private static async Task IsAsync(RunningServer server, TestAgent agent, TargetStack expected)
    {
        var now = Assert.Single((await agent.PollAsync()).State!.Stacks);
        Assert.Equal((expected.Sequence, expected.Checksum, expected.Revision, expected.CommitMessage), (now.Sequence, now.Checksum, now.Revision, now.CommitMessage));
        Assert.Equal((expected.Sequence, expected.Revision), ((await server.StackAsync("web")).Sequence, (await server.StackAsync("web")).Revision));
    }

    private static async Task RollBackAsync(RunningServer server, RollbackBody body)
    {
        using var answer = await server.Admin.PostAsync("/api/v1/stacks/web/rollback", body.Json(PlumbJson.Default.RollbackBody));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
