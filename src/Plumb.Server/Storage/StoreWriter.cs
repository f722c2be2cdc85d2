using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Plumb.Server.Storage;

/// <summary>The one writer: transactions one after another. Either all of a change is kept and told of, or nothing.</summary>
internal sealed partial class StoreWriter(Database database, StoreHealth health, TimeProvider time, ILogger<StoreWriter> log) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly List<IProjection> projections = [];
    private SqliteConnection? connection;

    /// <summary>Told, after each commit that changed facts, the new facts revision.</summary>
    public event Action<long>? FactsAdvanced;

    public void Add(IProjection projection) => projections.Add(projection);

    /// <summary>Makes the file and its tables where there are none.</summary>
    public int Open()
    {
        connection = database.OpenWriter();
        return Migrations.Run(connection);
    }

    /// <exception cref="StoreException">The disk is full or cannot be written; nothing was kept.</exception>
    public async Task<T> WriteAsync<T>(Func<WriteScope, T> write, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return Write(write);
        }
        finally
        {
            turn.Release();
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
        connection?.Dispose();
        turn.Dispose();
    }

    private T Write<T>(Func<WriteScope, T> write)
    {
        try
        {
            connection ??= database.OpenWriter();
            using var transaction = connection.BeginTransaction(deferred: false);
            var scope = new WriteScope(connection, transaction, time.GetUtcNow());
            var result = write(scope);
            foreach (var projection in projections)
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
            connection?.Dispose();
            connection = null;
            throw new StoreException(why, e);
        }
    }

    // SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN: https://www.sqlite.org/rescode.html
    private static bool IsOfTheDisk(SqliteException e) => e.SqliteErrorCode is 8 or 10 or 13 or 14;

    [LoggerMessage(EventId = 2101, EventName = "store.unwritable", Level = LogLevel.Error, Message = "{Why}")]
    private partial void LogWriteFailed(string why);
}
