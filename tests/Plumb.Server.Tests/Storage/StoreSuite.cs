using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Server.Storage;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Storage;

/// <summary>What the control plane asks of its store, whichever it is. Each test has a place of its own, and opens it as often as it likes.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private readonly List<IDisposable> _open = [];

    [Fact]
    public async Task Of_several_that_start_at_once_each_migration_is_run_by_one()
    {
        var writers = Enumerable.Range(0, 4).Select(_ => Writer()).ToList();
        var ran = await Task.WhenAll(writers.Select(it => Task.Run(it.Writer.Open)));

        Assert.Equal([0, 0, 0, ran.Max()], ran.Order());
        Assert.Equal(ran.Max(), Read<long>("select count(*) from migration"));
        Assert.Equal(0, Writer().Writer.Open());
    }

    [Fact]
    public async Task A_store_of_a_newer_Plumb_is_refused()
    {
        await Opened().WriteAsync(scope => scope.Execute("insert into migration (number, name) values (9000, 'later')"), CancellationToken.None);
        var e = Assert.Throws<StoreException>(() => Writer().Writer.Open());
        Assert.Contains("newer Plumb (migration 9000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_of_several_writers_commit_in_their_order()
    {
        StoreWriter[] writers = [Opened(), Opened(), Opened()];
        await writers[0].WriteAsync(scope => scope.Execute(Database.Definition("create table seen (number integer not null primary key, writer integer not null)")), CancellationToken.None);
        var writing = Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => writers[i % 3].WriteAsync(
            scope => scope.Execute("insert into seen (number, writer) values (@number, @writer)", new { number = scope.Next("sequence"), writer = i % 3 }), CancellationToken.None))));

        IReadOnlyList<long> seen = [];
        await Wait.UntilAsync(
            () =>
            {
                seen = ReadAll<long>("select number from seen order by number");
                Assert.Equal(Enumerable.Range(1, seen.Count).Select(i => (long)i), seen);
                return seen.Count == 60;
            },
            Long,
            () => $"60 numbers, there are {seen.Count}");
        await writing;
        Assert.Equal([20, 20, 20], ReadAll<long>("select count(*) from seen group by writer"));
    }

    [Fact]
    public async Task A_transaction_is_kept_whole_or_not_at_all()
    {
        var writer = Opened();
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync<bool>(
            scope =>
            {
                scope.Execute("insert into setting (name, value) values ('one', '1')");
                scope.Next("sequence");
                throw new InvalidOperationException("Half way.");
            },
            CancellationToken.None));
        Assert.Equal((0, 0), (Read<long>("select count(*) from setting where name = 'one'"), Read<long>("select value from counter where name = 'sequence'")));

        await writer.WriteAsync(
            scope =>
            {
                scope.Execute("insert into setting (name, value) values ('one', '1')");
                scope.Execute("insert into setting (name, value) values ('two', '2')");
            },
            CancellationToken.None);
        Assert.Equal(["1", "2"], ReadAll<string>("select value from setting where name in ('one', 'two') order by name"));
    }

    [Fact]
    public async Task A_broken_rule_of_the_tables_is_a_defect_of_ours_and_the_next_change_is_taken()
    {
        var writer = Opened();
        var e = await Assert.ThrowsAnyAsync<DbException>(() => writer.WriteAsync(
            scope =>
            {
                scope.Execute("insert into setting (name, value) values ('twice', '1')");
                scope.Execute("insert into setting (name, value) values ('twice', '2')");
            },
            CancellationToken.None));
        Assert.Equal(StoreFault.Ours, Database.FaultOf(e));

        await Assert.ThrowsAnyAsync<DbException>(() => writer.WriteAsync(
            scope => scope.Execute("insert into target (agent_id, stack_id) values ('nobody', 'nothing')"), CancellationToken.None));
        await writer.WriteAsync(scope => scope.Execute("insert into setting (name, value) values ('twice', '3')"), CancellationToken.None);
        Assert.Equal("3", Read<string>("select value from setting where name = 'twice'"));
    }

    [Fact]
    public async Task Reading_goes_on_beside_a_write_and_sees_nothing_of_it_before_its_commit()
    {
        var writer = Opened();
        await writer.WriteAsync(
            scope =>
            {
                scope.Execute("insert into setting (name, value) values ('new', '1')");
                Assert.Equal(1, scope.Single<long>("select count(*) from setting where name = 'new'"));
                Assert.Equal(0, Read<long>("select count(*) from setting where name = 'new'"));
            },
            CancellationToken.None);
        Assert.Equal(1, Read<long>("select count(*) from setting where name = 'new'"));
    }

    [Fact]
    public async Task What_is_read_in_one_transaction_is_of_one_moment()
    {
        var writer = Opened();
        using var connection = Database.OpenReader();
        await using var transaction = Database.BeginReading(connection);
        Assert.Equal(0, connection.ExecuteScalar<long>("select count(*) from setting", transaction: transaction));
        await writer.WriteAsync(scope => scope.Execute("insert into setting (name, value) values ('new', '1')"), CancellationToken.None);
        Assert.Equal(0, connection.ExecuteScalar<long>("select count(*) from setting", transaction: transaction));
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        Opened();
        using var connection = Database.OpenReader();
        Assert.ThrowsAny<DbException>(() => connection.Execute("insert into setting (name, value) values ('new', '1')"));
        Assert.Equal(0, Read<long>("select count(*) from setting"));
    }

    [Fact]
    public async Task Ids_times_flags_JSON_bytes_and_nothing_come_back_as_they_went()
    {
        var writer = Opened();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(4_102_444_800_123);
        var json = "{\"text\":\"ä \u00e9 \U0001F600 ' \\\" % : @x -- ; {}\"}";
        var bytes = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        var id = "";
        await writer.WriteAsync(
            scope =>
            {
                id = scope.NewId();
                scope.Execute("insert into content (checksum, size, body) values (@id, @size, @bytes)", new { id, size = long.MaxValue, bytes });
                scope.Execute(
                    "insert into publisher (id, name, kind, ordinal, spec, refresh, complete_at, created_at) values (@id, @name, 'source', 1, @json, @none, @never, @at)",
                    new { id, name = "ä/1", json, none = (string?)null, never = (long?)null, at = at.ToStored() });
            },
            CancellationToken.None);
        using var connection = Database.OpenReader();
        var content = connection.QuerySingle<(string Id, long Size, byte[] Body)>("select checksum, size, body from content where checksum = @id", new { id });
        Assert.Equal((id, long.MaxValue), (content.Id, content.Size));
        Assert.Equal(bytes, content.Body);
        Assert.Equal(
            ("ä/1", json, null, null, at),
            connection.QuerySingle<(string, string, string?, long?, long)>("select name, spec, refresh, complete_at, created_at from publisher where id = @id", new { id }) is var row
                ? (row.Item1, row.Item2, row.Item3, row.Item4, UnixTime.FromStored(row.Item5)) : default);
    }

    [Fact]
    public async Task Text_is_ordered_and_compared_by_its_code_points()
    {
        string[] names = ["a", "B", "b", "_", "Z", "ä", "a-b", "a.b", "aB", "\uFF5E"];
        await Opened().WriteAsync(
            scope =>
            {
                foreach (var name in names)
                {
                    scope.Execute("insert into setting (name, value) values (@name, '')", new { name });
                }
            },
            CancellationToken.None);
        Assert.Equal(names.Order(StringComparer.Ordinal), ReadAll<string>("select name from setting order by name"));
        Assert.Equal(names.Where(name => string.CompareOrdinal(name, "a.b") > 0).Order(StringComparer.Ordinal), ReadAll<string>("select name from setting where name > 'a.b' order by name"));
    }

    [Fact]
    public async Task Lists_are_taken_also_an_empty_one()
    {
        var writer = Opened();
        await writer.WriteAsync(
            scope =>
            {
                scope.Execute("insert into setting (name, value) values ('a', '1'), ('b', '2'), ('c', '3')");
                IReadOnlyList<string> two = new List<string> { "a", "c" };
                Assert.Equal(["1", "3"], scope.Query<string>("select value from setting where name in @two order by name", new { two }));
                Assert.Equal(["2"], scope.Query<string>("select value from setting where name not in @two", new { two }));
                Assert.Equal(0, scope.Execute("delete from setting where name in @none", new { none = Array.Empty<string>() }));
                Assert.Equal(3, scope.Execute("delete from setting where name not in @none", new { none = Array.Empty<string>() }));
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task An_upsert_that_its_condition_refuses_changes_no_row()
    {
        const string Upsert = "insert into counter (name, value) values ('x', @value) on conflict (name) do update set value = excluded.value where excluded.value > counter.value";
        var counts = await Opened().WriteAsync(scope => (int[])[scope.Execute(Upsert, new { value = 5L }), scope.Execute(Upsert, new { value = 4L }), scope.Execute(Upsert, new { value = 6L })], CancellationToken.None);
        Assert.Equal([1, 0, 1], counts);
        Assert.Equal(6, Read<long>("select value from counter where name = 'x'"));
    }

    public abstract Task InitializeAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var it in _open)
        {
            it.Dispose();
        }

        Database.CloseReaders();
        await Task.CompletedTask;
    }

    /// <summary>The place, as one more process would open it.</summary>
    private protected abstract Database Open();

    private protected Database Database { get; private set; } = null!;

    private protected void Use() => Database = Keep(Open());

    private protected StoreWriter Opened()
    {
        var (_, writer) = Writer();
        writer.Open();
        return writer;
    }

    private protected (Database Database, StoreWriter Writer) Writer()
    {
        var database = Keep(Open());
        var writer = new StoreWriter(database, new StoreHealth(), TimeProvider.System, NullLogger<StoreWriter>.Instance);
        _open.Insert(0, writer);
        return (database, writer);
    }

    private protected T Read<T>(string sql)
    {
        using var connection = Database.OpenReader();
        return connection.QuerySingle<T>(sql);
    }

    private protected IReadOnlyList<T> ReadAll<T>(string sql)
    {
        using var connection = Database.OpenReader();
        return connection.Query<T>(sql).AsList();
    }

    private Database Keep(Database database)
    {
        if (database is IDisposable it)
        {
            _open.Add(it);
        }

        return database;
    }
}
