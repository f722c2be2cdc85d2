using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Plumb.Server.Storage;

/// <summary>The one writer: transactions one after another. Either all of a change is kept and told of, or nothing.</summary>
internal sealed partial class StoreWriter(Database database, StoreHealth health, TimeProvider time, ILogger<StoreWriter> log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<IProjection> _projections = [];
    private SqliteConnection? _connection;

    /// <summary>Told, after each commit that changed facts, the new facts revision.</summary>
    public Action<long>? FactsAdvanced { get; set; }

    public void Add(IProjection projection) => _projections.Add(projection);

    /// <summary>Makes the file and its tables where there are none.</summary>
    public int Open()
    {
        _connection = database.OpenWriter();
        return Migrations.Run(_connection);
    }

    /// <exception cref="StoreException">The disk is full or cannot be written; nothing was kept.</exception>
    public async Task<T> WriteAsync<T>(Func<WriteScope, T> write, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return Write(write);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task WriteAsync(Action<WriteScope> write, CancellationToken cancellation) =>
        WriteAsync(
            scope =>
            {
                write(scope);
                return true;
            },
            cancellation);

    public void Dispose()
    {
        _connection?.Dispose();
        _turn.Dispose();
    }

    private T Write<T>(Func<WriteScope, T> write)
    {
        try
        {
            _connection ??= database.OpenWriter();
            using var transaction = _connection.BeginTransaction(deferred: false);
            var scope = new WriteScope(_connection, transaction, time.GetUtcNow());
            var result = write(scope);
            foreach (var projection in _projections)
            {
                projection.Project(scope);
            }

            long? facts = scope.FactsChanged ? scope.Next("facts") : null;
            transaction.Commit();
            health.Succeeded();
            foreach (var action in scope.AfterCommit)
            {
                action();
            }

            if (facts is { } revision)
            {
                FactsAdvanced?.Invoke(revision);
            }

            return result;
        }
        catch (SqliteException e) when (IsOfTheDisk(e))
        {
            var why = $"The change could not be written to {database.Path}: {e.Message} Free disk space or mend the permissions; it is tried again with the next change.";
            health.Failed(why);
            LogWriteFailed(why);
            _connection?.Dispose();
            _connection = null;
            throw new StoreException(why, e);
        }
    }

    // SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN: https://www.sqlite.org/rescode.html
    private static bool IsOfTheDisk(SqliteException e) => e.SqliteErrorCode is 8 or 10 or 13 or 14;

    [LoggerMessage(EventId = 2101, EventName = "store.unwritable", Level = LogLevel.Error, Message = "{Why}")]
    private partial void LogWriteFailed(string why);
}
