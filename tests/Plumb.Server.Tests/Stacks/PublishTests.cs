using Dapper;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Server.Storage;

namespace Plumb.Server.Tests.Stacks;

public sealed class PublishTests
{
    private const string Changed = "services: { web: { image: busybox:2 } }";

    [Fact]
    public async Task The_same_content_twice_in_a_row_is_one_object()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAtAsync(Revision(1), Found.Stack("web"));
        await server.PublishAtAsync(Revision(2), Found.Stack("web"));

        var only = Assert.Single(await HistoryAsync(server, "web"));
        Assert.Equal((1L, Revision(2), "Commit 2222", "source/main", true), (only.Sequence, only.Revision, only.CommitMessage, only.PublishedBy, only.Current));
    }

    [Fact]
    public async Task Changed_content_is_a_new_object_and_so_is_a_change_back()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAtAsync(Revision(1), Found.Stack("web"), Found.Stack("api"));
        await server.PublishAtAsync(Revision(2), Found.Stack("web", Changed), Found.Stack("api"));
        await server.PublishAtAsync(Revision(3), Found.Stack("web"), Found.Stack("api"));

        var history = await HistoryAsync(server, "web");
        Assert.Equal([(4L, true), (3L, false), (1L, false)], history.Select(item => (item.Sequence, item.Current)));
        Assert.Equal(history[0].Checksum, history[2].Checksum);
        Assert.Single(await HistoryAsync(server, "api"));
    }

    [Fact]
    public async Task A_snapshot_that_says_the_same_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"), Found.Refused("bad"));
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();
        var before = server.Server.Service<Plumb.Server.Stacks.Views.StackBoard>().Page;

        await server.PublishAsync(Found.Stack("web"), Found.Refused("bad"));

        Assert.Null((await agent.PollAsync(tag)).State);
        Assert.Same(before, server.Server.Service<Plumb.Server.Stacks.Views.StackBoard>().Page);
    }

    [Fact]
    public async Task A_refused_stack_keeps_its_last_good_object_and_settings()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web", settings: new StackSettings { Labels = ["edge"] }), Found.Stack("api"));
        var agent = await server.AgentAsync();
        var good = (await agent.PollAsync()).State!.Stacks.Single(stack => stack.Path == "web");

        await server.PublishAsync(Found.Refused("web"), Found.Stack("api"));

        var refused = (await agent.PollAsync()).State!.Stacks.Single(stack => stack.Path == "web");
        Assert.Equal((good.Sequence, good.Checksum, "yaml.aliases"), (refused.Sequence, refused.Checksum, refused.Refusal!.Rule));
        Assert.Equal(["edge"], refused.Settings.Labels);
        var record = (await server.StackAsync("web")).Record;
        Assert.Equal((StackStatus.Failed, "Refused"), (record.Status, record.Held));
        Assert.StartsWith("held: Refused: compose.yaml (yaml.aliases)", record.LastSyncError, StringComparison.Ordinal);
        Assert.Null((await server.StackAsync("api")).Record.Held);
    }

    [Fact]
    public async Task A_mended_stack_is_refused_no_longer()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Refused("web"));
        var agent = await server.AgentAsync();
        var refused = Assert.Single((await agent.PollAsync()).State!.Stacks);
        Assert.Equal((0L, null, "yaml.aliases"), (refused.Sequence, refused.Checksum, refused.Refusal!.Rule));

        await server.PublishAsync(Found.Stack("web"));

        Assert.Null(Assert.Single((await agent.PollAsync()).State!.Stacks).Refusal);
        Assert.Equal(StackStatus.Missing, (await server.StackAsync("web")).Record.Status);
    }

    [Fact]
    public async Task With_removal_off_a_stack_that_is_gone_is_orphaned_and_comes_back_as_it_was()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));
        var agent = await server.AgentAsync();
        var id = (await server.StackAsync("web")).Id;

        await server.PublishAsync(Found.Stack("api"));

        Assert.True((await agent.PollAsync()).State!.Stacks.Single(stack => stack.Id == id).Orphaned);
        Assert.True((await server.StackAsync("web")).Record.Orphaned);
        await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));
        Assert.False((await agent.PollAsync()).State!.Stacks.Single(stack => stack.Id == id).Orphaned);
    }

    [Fact]
    public async Task With_removal_on_a_stack_that_is_gone_leaves_the_target_state_and_its_row_waits_for_the_agent()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Policies = new() { Remove = true } });
        await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));
        var agent = await server.AgentAsync();
        var web = (await agent.PollAsync()).State!.Stacks.Single(stack => stack.Path == "web");
        await agent.ReportAsync(agent.Synced(web));

        await server.PublishAsync(Found.Stack("api"));

        var told = (await agent.PollAsync()).State!;
        Assert.Equal(["api"], told.Stacks.Select(stack => stack.Path));
        Assert.Equal([new(web.Id, RemoveEnabled: true)], told.Departing);
        var deleting = agent.Synced(web) with { Status = StackStatus.Deleting };
        await agent.ReportAsync(deleting);
        Assert.Equal((StackStatus.Deleting, false), ((await server.StackAsync("web")).Record.Status, (await server.StackAsync("web")).Record.Orphaned));
        await agent.ReportAsync(new StackGone { Id = "gone", Number = agent.NextNumber(), StackId = web.Id });
        Assert.Equal(["api"], (await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord)).Select(record => record.Path));
        await agent.ReportAsync(deleting with { Number = agent.NextNumber() });
        Assert.Single(await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord));
        Assert.Empty((await agent.PollAsync()).State!.Departing);
    }

    [Fact]
    public async Task With_a_stack_go_its_contents_of_all_times_but_not_what_another_stack_has_too()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Policies = new() { Remove = true } });
        var api = Found.Stack("web") with { Path = "api" };
        await server.PublishAsync(Found.Stack("web", Changed), api);
        await server.PublishAsync(Found.Stack("web"), api);
        Assert.Equal(2, Contents(server));

        await server.PublishAsync(api);

        Assert.Equal(1, Contents(server));
        Assert.Equal(api.Checksum, Assert.Single(await HistoryAsync(server, "api")).Checksum);
    }

    [Fact]
    public async Task A_stack_that_no_agent_ever_had_goes_at_once()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Policies = new() { Remove = true } });
        await server.PublishAsync(Found.Stack("web"), Found.Refused("bad"));
        await server.PublishAsync(Found.Stack("other"));
        Assert.Equal("other", Assert.Single(await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord)).Path);
    }

    [Fact]
    public async Task A_snapshot_with_no_stack_where_there_were_some_is_refused_and_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Policies = new() { Remove = true } });
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();

        var why = await server.Server.Service<global::Plumb.Server.Sources.ISnapshotSink>().PublishAsync("main", new("2222222222222222222222222222222222222222", "emptied", "main", "branch", []), CancellationToken.None);

        Assert.StartsWith("source.empty: ", why, StringComparison.Ordinal);
        Assert.Null((await agent.PollAsync(tag)).State);
        Assert.False(Assert.Single(await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord)).Orphaned);
    }

    [Fact]
    public async Task A_stack_that_its_agent_has_not_looked_at_yet_shows_no_time_of_a_look()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var web = Assert.Single((await agent.PollAsync()).State!.Stacks);

        await agent.ReportAsync(agent.Synced(web) with { Status = StackStatus.Missing, LookedAt = default });
        Assert.Null((await server.StackAsync("web")).LookedAt);

        await agent.ReportAsync(agent.Synced(web));
        Assert.Equal(DateTimeOffset.UnixEpoch, (await server.StackAsync("web")).LookedAt);
    }

    [Fact]
    public async Task A_stack_may_come_back_while_it_is_being_removed()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Policies = new() { Remove = true } });
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var web = Assert.Single((await agent.PollAsync()).State!.Stacks);
        await agent.ReportAsync(agent.Synced(web));
        await server.PublishAsync(Found.Stack("other"));

        await server.PublishAsync(Found.Stack("web"));
        await agent.ReportAsync(new StackGone { Id = "gone", Number = agent.NextNumber(), StackId = web.Id });

        Assert.Equal(web.Id, Assert.Single((await agent.PollAsync()).State!.Stacks).Id);
        Assert.Equal(StackStatus.Missing, (await server.StackAsync("web")).Record.Status);
    }

    [Fact]
    public async Task Stacks_of_a_further_source_are_named_by_source_and_path()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with
        {
            Sources = [.. options.Sources, new NamedSource("extra", new Contracts.Sources.SourceSpec { Repository = "/srv/extra.git" })],
        });
        await server.PublishAsync(Found.Stack("web"), Found.Stack("."));
        await server.PublishFromAsync("extra", Revision(1), Found.Stack("web"), Found.Stack("."));

        var records = await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord);

        Assert.Equal([".", "extra/.", "extra/web", "web"], records.Select(record => record.Path));
        Assert.Equal("source/extra", (await server.StackAsync("extra/web")).Scope);
        Assert.Equal("source/main", (await server.StackAsync("main/web")).Scope);
        Assert.Equal((".", "extra/."), ((await server.StackAsync("main")).Name, (await server.StackAsync("extra")).Name));
    }

    [Fact]
    public async Task A_source_that_is_deleted_leaves_its_stacks_orphaned()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var deleted = await server.Admin.DeleteAsync("/api/v1/sources/main");
        deleted.EnsureSuccessStatusCode();

        Assert.True((await server.StackAsync("web")).Record.Orphaned);
        Assert.Empty((await server.GetAsync("/api/v1/sources", PlumbJson.Default.PageSourceView)).Items);
        await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));
        Assert.Single(await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord));
    }

    private static long Contents(RunningServer server)
    {
        using var connection = server.Server.Service<Database>().OpenReader();
        return connection.ExecuteScalar<long>("select count(*) from content");
    }

    private static string Revision(int digit) => new($"{digit}"[0], 40);

    private static async Task<IReadOnlyList<DeploymentObjectView>> HistoryAsync(RunningServer server, string stack) =>
        (await server.GetAsync($"/api/v1/stacks/{stack}/history", PlumbJson.Default.PageDeploymentObjectView)).Items;
}
