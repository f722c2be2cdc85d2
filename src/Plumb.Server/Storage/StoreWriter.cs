using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Plumb.Server.Storage;

/// <summary>The one writer: transactions one after another. Either all of a change is kept and told of, or nothing.</summary>
internal sealed partial class StoreWriter(Database database, StoreHealth health, TimeProvider time, ILogger<StoreWriter> log) : IDisposable
{
    private const int Full = 13;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<IProjection> _projections = [];
    private SqliteConnection? _connection;

    /// <summary>Told, after each commit that changed facts, the new facts revision.</summary>
    public Action<long>? FactsAdvanced { get; set; }

    public void Add(IProjection projection) => _projections.Add(projection);

    /// <summary>Makes the file and its tables where there are none. A damaged file is put aside: what it held is told again by sources and agents.</summary>
    /// <returns>How many migrations ran.</returns>
    /// <exception cref="StoreException">The file cannot be opened or written, or is of a newer Plumb.</exception>
    public int Open()
    {
        try
        {
            return OpenAndMigrate();
        }
        catch (SqliteException e) when (IsDamage(e))
        {
            LogDamaged(database.Path, database.PutAside(time.GetUtcNow()));
            return OpenAndMigrate();
        }
        catch (SqliteException e) when (IsOfTheDisk(e))
        {
            throw new StoreException($"The database {database.Path} cannot be opened for writing: {e.Message} Free disk space or mend the permissions.", e);
        }
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
        // A write that is under way ends first: writes are short.
        _turn.Wait(TimeSpan.FromSeconds(10));
        _connection?.Dispose();
        _turn.Dispose();
    }

    private T Write<T>(Func<WriteScope, T> write)
    {
        try
        {
            _connection ??= database.OpenWriter();
            var before = SQLitePCL.raw.sqlite3_total_changes(_connection.Handle);
            using var transaction = _connection.BeginTransaction(deferred: false);
            using var undo = new FullDiskUndo(_connection.Handle!);
            var scope = new WriteScope(_connection, transaction, time.GetUtcNow());
            var result = write(scope);
            foreach (var projection in _projections)
            {
                projection.Project(scope);
            }

            long? facts = scope.FactsChanged ? scope.Next("facts") : null;
            transaction.Commit();
            undo.Committed = true;
            if (SQLitePCL.raw.sqlite3_total_changes(_connection.Handle) != before)
            {
                // Nothing written says nothing about the disk.
                health.Succeeded();
            }

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
            if (e.SqliteErrorCode == Full && _connection?.Handle is { } handle)
            {
                // Ends what FullDiskUndo began where the library knew already that nothing was left to undo.
                _ = SQLitePCL.raw.sqlite3_exec(handle, "ROLLBACK");
            }
            else
            {
                _connection?.Dispose();
                _connection = null;
            }

            throw new StoreException(why, e);
        }
    }

    private int OpenAndMigrate()
    {
        _connection?.Dispose();
        _connection = database.OpenWriter();
        return Migrations.Run(_connection);
    }

    // SQLITE_CORRUPT, SQLITE_NOTADB
    private static bool IsDamage(SqliteException e) => e.SqliteErrorCode is 11 or 26;

    // SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN: https://www.sqlite.org/rescode.html
    private static bool IsOfTheDisk(SqliteException e) => e.SqliteErrorCode is 8 or 10 or Full or 14;

    [LoggerMessage(EventId = 2103, EventName = "store.damaged", Level = LogLevel.Error, Message = "The database {Path} is damaged; it was put aside as {Aside}, and the store starts anew.")]
    private partial void LogDamaged(string path, string aside);

    [LoggerMessage(EventId = 2101, EventName = "store.unwritable", Level = LogLevel.Error, Message = "{Why}")]
    private partial void LogWriteFailed(string why);
}
