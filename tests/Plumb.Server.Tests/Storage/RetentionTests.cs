using Dapper;
using Plumb.Server.Storage;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Storage;

public sealed class RetentionTests
{
    private const long Day = 24L * 60 * 60 * 1000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Old_records_are_forgotten_and_younger_ones_and_those_that_still_count_are_kept(bool postgres)
    {
        using var home = new TempDir();
        var store = postgres ? await (await SharedPostgres.GetAsync()).NewStoreAsync() : null;
        await using (var before = await RunningServer.StartAsync(home.Path, options => options with { Postgres = store }))
        {
            await before.Server.Service<StoreWriter>().WriteAsync(Fill, CancellationToken.None);
        }

        await using var server = await RunningServer.StartAsync(home.Path, options => options with { Postgres = store });

        await Wait.UntilAsync(() => Left(server, "decision").Count == 1, TimeSpan.FromMinutes(1), () => $"left are {string.Join(", ", Left(server, "decision"))}");
        Assert.Equal(["d-29"], Left(server, "decision"));
        Assert.Equal(["a-364"], Left(server, "audit"));
        Assert.Equal(["f-400", "r-29"], Left(server, "alert"));
    }

    private static void Fill(WriteScope scope)
    {
        var now = scope.Now.ToStored();
        foreach (var days in (long[])[29, 31])
        {
            scope.Execute("insert into decision (id, agent_id, stack_id, started, body) values (@id, 'x', 'x', @at, '{}')", new { id = $"d-{days}", at = now - days * Day });
            scope.Execute(
                "insert into alert (id, agent_id, key, state, severity, summary, fired_at, resolved_at, generation, number) values (@id, 'x', @id, 'resolved', 'error', '', @at, @at, 1, 1)",
                new { id = $"r-{days}", at = now - days * Day });
        }

        foreach (var days in (long[])[364, 366])
        {
            scope.Execute("insert into audit (id, at, actor, role, action, object) values (@id, @at, 'x', 'x', 'x', 'x')", new { id = $"a-{days}", at = now - days * Day });
        }

        scope.Execute(
            "insert into alert (id, agent_id, key, state, severity, summary, fired_at, generation, number) values ('f-400', 'x', 'f', 'firing', 'error', '', @at, 1, 1)", new { at = now - 400 * Day });
    }

    private static IReadOnlyList<string> Left(RunningServer server, string table)
    {
        using var connection = server.Server.Service<Database>().OpenReader();
        return connection.Query<string>($"select id from {table} where id like '_-%' order by id").AsList();
    }
}
