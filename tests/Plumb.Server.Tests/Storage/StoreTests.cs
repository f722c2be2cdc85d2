using System.Net;
using Dapper;
using Plumb.Contracts.Json;
using Plumb.Server.Storage;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Storage;

public sealed class StoreTests
{
    [Fact]
    public async Task A_full_disk_is_said_and_reading_goes_on_until_there_is_room()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var writer = server.Server.Service<StoreWriter>();
        await writer.WriteAsync(scope => scope.Execute($"pragma max_page_count = {scope.Single<long>("pragma page_count")}"), CancellationToken.None);

        var e = await Assert.ThrowsAsync<StoreException>(() => server.PublishAsync(Found.Stack("web", new string('x', 100_000))));

        Assert.Contains("Free disk space", e.Message, StringComparison.Ordinal);
        Assert.Equal("web", Assert.Single(await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord)).Path);
        using var ready = await server.Http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("Free disk space", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await writer.WriteAsync(scope => scope.Execute("pragma max_page_count = 100000"), CancellationToken.None);
        await Wait.UntilAsync(async () => (await server.Http.GetAsync("/readyz")).StatusCode == HttpStatusCode.OK, TimeSpan.FromSeconds(20), "ready again without a change");
        await server.PublishAsync(Found.Stack("web", new string('x', 100_000)));
        Assert.Equal(2, (await server.StackAsync("web")).Sequence);
    }

    [Fact]
    public async Task A_write_on_a_full_disk_ends_as_a_problem_and_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var writer = server.Server.Service<StoreWriter>();
        await writer.WriteAsync(
            scope =>
            {
                scope.Execute("create table filler (body blob)");
                scope.Execute($"pragma max_page_count = {scope.Single<long>("pragma page_count")}");
            },
            CancellationToken.None);
        var e = await Assert.ThrowsAsync<StoreException>(() => writer.WriteAsync(
            scope =>
            {
                scope.Execute("update stack set suspended = 1");
                scope.Execute("insert into filler (body) values (zeroblob(1000000))");
            },
            CancellationToken.None));

        Assert.NotNull(e.InnerException);
        Assert.False((await server.StackAsync("web")).Suspended);
        using var connection = server.Server.Service<Database>().OpenReader();
        Assert.Equal(0, connection.ExecuteScalar<long>("select suspended from stack"));
    }

    [Fact]
    public async Task What_fails_half_way_leaves_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var writer = server.Server.Service<StoreWriter>();

        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync<bool>(
            scope =>
            {
                scope.Execute("update stack set suspended = 1");
                scope.Touch(scope.Query<string>("select id from stack")[0]);
                throw new InvalidOperationException("Half way.");
            },
            CancellationToken.None));

        Assert.False((await server.StackAsync("web")).Suspended);
    }

    [Fact]
    public async Task A_database_of_a_newer_Plumb_is_refused_by_name()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            await server.Server.Service<StoreWriter>().WriteAsync(scope => scope.Execute("insert into migration (number, name) values (9000, 'later')"), CancellationToken.None);
        }

        await using var older = PlumbServer.Create(new ServerOptions { DataDirectory = directory, ListenPort = 0 });
        var e = await Assert.ThrowsAsync<ServerStartException>(() => older.StartAsync(CancellationToken.None));
        Assert.Contains("newer Plumb (migration 9000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_put_aside_and_the_store_starts_anew()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        Directory.CreateDirectory(Path.Combine(directory, "state"));
        await File.WriteAllTextAsync(Path.Combine(directory, "state", "plumb.db"), new string('?', 10_000));

        await using var server = await RunningServer.StartAsync(directory);

        await server.PublishAsync(Found.Stack("web"));
        Assert.Equal("web", (await server.StackAsync("web")).Name);
        Assert.Contains(Directory.GetFiles(Path.Combine(directory, "state")), file => Path.GetFileName(file).StartsWith("plumb.db.damaged-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Commits_of_one_sequence_are_in_the_order_of_their_numbers()
    {
        await using var server = await RunningServer.StartAsync();
        var writer = server.Server.Service<StoreWriter>();
        var seen = new List<long>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => writer.WriteAsync(
            scope =>
            {
                var number = scope.Next("sequence");
                scope.Then(() => seen.Add(number));
            },
            CancellationToken.None))));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), seen);
    }
}
