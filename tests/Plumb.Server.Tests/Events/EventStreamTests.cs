using Plumb.Contracts.Reports;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Server.Events;
using Plumb.Server.Sources;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Tests.Events;

public sealed class EventStreamTests
{
    [Fact]
    public async Task A_new_listener_gets_a_snapshot_and_then_what_happens()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var stream = await EventStream.OpenAsync(server.Http);
        var snapshot = await stream.NextAsync();
        Assert.Equal("stack.snapshot", snapshot.Name);
        Assert.Equal("web", snapshot.Data.GetProperty("records")[0].GetProperty("path").GetString());

        await server.PublishAsync(Found.Stack("web"), Found.Stack("api"));

        var upsert = await stream.NextAsync();
        Assert.Equal(("stack.upsert", "api"), (upsert.Name, upsert.Data.GetProperty("record").GetProperty("path").GetString()));
        Assert.True(upsert.Id > snapshot.Id);
    }

    [Fact]
    public async Task A_listener_that_comes_back_gets_what_it_missed()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("a"));
        long last;
        using (var stream = await EventStream.OpenAsync(server.Http))
        {
            await stream.NextAsync();
            await server.PublishAsync(Found.Stack("a"), Found.Stack("b"));
            last = (await stream.NextAsync()).Id;
        }

        await server.PublishAsync(Found.Stack("a"), Found.Stack("b"), Found.Stack("c"));
        using var again = await EventStream.OpenAsync(server.Http, last);
        var missed = await again.NextAsync();

        Assert.Equal(("stack.upsert", "c"), (missed.Name, missed.Data.GetProperty("record").GetProperty("path").GetString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public async Task A_listener_that_was_away_too_long_gets_a_snapshot(long lastId)
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("a"));
        using var stream = await EventStream.OpenAsync(server.Http, lastId);
        Assert.Equal("stack.snapshot", (await stream.NextAsync()).Name);
    }

    [Fact]
    public async Task Ids_go_on_growing_over_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        long before;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            using var stream = await EventStream.OpenAsync(server.Http);
            await stream.NextAsync();
            await server.PublishAsync(Found.Stack("a"));
            before = (await stream.NextAsync()).Id;
        }

        await using var again = await RunningServer.StartAsync(directory);
        using var resumed = await EventStream.OpenAsync(again.Http, before);
        var snapshot = await resumed.NextAsync();
        Assert.Equal("stack.snapshot", snapshot.Name);
        Assert.True(snapshot.Id > before);
    }

    [Fact]
    public async Task A_removed_stack_is_missing_once_and_then_deleted()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Policies = new() { Remove = true } });
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var web = Assert.Single((await agent.PollAsync()).State!.Stacks);
        await agent.ReportAsync(agent.Synced(web));
        await server.PublishAsync(Found.Stack("other"));
        await agent.ReportAsync(agent.Synced(web) with { Status = StackStatus.Deleting });
        using var stream = await EventStream.OpenAsync(server.Http);
        await stream.NextAsync();

        await agent.ReportAsync(new StackGone { Id = "gone", Number = agent.NextNumber(), StackId = web.Id });

        var missing = await stream.NextAsync();
        var deleted = await stream.NextAsync();
        Assert.Equal(("stack.upsert", "missing"), (missing.Name, missing.Data.GetProperty("record").GetProperty("status").GetString()));
        Assert.Equal(("stack.delete", "web"), (deleted.Name, deleted.Data.GetProperty("path").GetString()));
        Assert.True(deleted.Data.TryGetProperty("deletedAt", out _));
    }

    [Fact]
    public async Task Refreshes_are_told_of()
    {
        await using var server = await RunningServer.StartAsync();
        using var stream = await EventStream.OpenAsync(server.Http);
        await stream.NextAsync();

        await server.Server.Service<ISourceStatusSink>().RecordAsync("main", new RefreshStatus { Status = "failed", Error = "no route to host" }, CancellationToken.None);

        var told = await stream.NextAsync();
        Assert.Equal(("refresh.status", "main", "failed"), (told.Name, told.Data.GetProperty("source").GetString(), told.Data.GetProperty("refreshStatus").GetString()));
        var status = await server.GetAsync("/api/refresh-status", Contracts.Json.PlumbJson.Default.RefreshStatus);
        Assert.Equal(("failed", "no route to host"), (status.Status, status.Error));
    }

    [Fact]
    public async Task A_listener_that_falls_behind_begins_anew_with_a_snapshot()
    {
        var hub = new EventHub(TimeProvider.System);
        using var listener = hub.Listen(lastId: null);
        var record = new StackRecord { Path = "web", Status = StackStatus.Synced };
        for (var i = 0; i < EventHub.Kept + 10; i++)
        {
            hub.Changed(BoardPage.Empty, [record], [], DateTimeOffset.UnixEpoch);
        }

        var first = await listener.NextAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.Equal(["stack.snapshot"], first!.Select(made => made.Name));
        hub.Changed(BoardPage.Empty, [record], [], DateTimeOffset.UnixEpoch);
        IReadOnlyList<StreamEvent> next = [];
        while (next.Count == 0)
        {
            next = await listener.NextAsync(TimeSpan.FromSeconds(5), CancellationToken.None) ?? throw new TimeoutException("Nothing came.");
        }

        Assert.Equal(["stack.upsert"], next.Select(made => made.Name));
        Assert.True(next[0].Id > first![0].Id);
    }
}
