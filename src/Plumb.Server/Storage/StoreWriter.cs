using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Plumb.Server.Replicas;

namespace Plumb.Server.Storage;

/// <summary>The one writer: transactions one after another. Either all of a change is kept and told of, or nothing.</summary>
internal sealed partial class StoreWriter(Database database, StoreHealth health, TimeProvider time, ILogger<StoreWriter> log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<IProjection> _projections = [];
    private readonly OrderedIds _ids = new();
    private DbConnection? _connection;

    /// <summary>This process among all that write to the store.</summary>
    public string Origin { get; } = Guid.CreateVersion7().ToString();

    /// <summary>What may have been committed, and is not in memory: the connection was lost before the answer came. It is to be read anew.</summary>
    public ConcurrentQueue<ChangeNote> Doubtful { get; } = new();

    /// <summary>Told, after each commit that changed facts or followed another control plane's, the facts revision.</summary>
    public Action<long>? FactsAdvanced { get; set; }

    /// <summary>Told, after each commit that others are told of and that is in memory here, its number.</summary>
    public Action<long>? ChangeCommitted { get; set; }

    public void Add(IProjection projection) => _projections.Add(projection);

    /// <summary>Makes the tables where there are none. A damaged file is put aside: what it held is told again by sources and agents.</summary>
    /// <returns>How many migrations ran.</returns>
    /// <exception cref="StoreException">The store cannot be opened or written, or is of a newer Plumb.</exception>
    public int Open()
    {
        try
        {
            return OpenAndMigrate();
        }
        catch (DbException e) when (database.FaultOf(e) == StoreFault.Damaged)
        {
            Forget();
            LogDamaged(database.Name, database.PutAside(time.GetUtcNow()));
            return OpenAndMigrate();
        }
        catch (DbException e) when (database.FaultOf(e) is StoreFault.Unwritable or StoreFault.Lost)
        {
            throw new StoreException($"The database {database.Name} cannot be opened for writing: {e.Message} {database.Mend}.", e);
        }
    }

    /// <exception cref="StoreException">The store takes no writes; nothing was kept.</exception>
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
        var change = 0L;
        ChangeNote? committing = null;
        try
        {
            using var writing = Begin();
            var scope = new WriteScope(database, _connection!, writing.Transaction, time.GetUtcNow(), _ids);
            var result = write(scope);
            foreach (var projection in _projections)
            {
                projection.Project(scope);
            }

            long? facts = scope.FactsChanged ? scope.Next("facts") : scope.FactsFollowed ? scope.Single<long>("select value from counter where name = 'facts'") : null;
            if (database.IsShared && !scope.Follows && ChangeNote.Of(scope, facts) is { } note)
            {
                change = ChangeLog.Append(scope, Origin, note);
                writing.Announce(Origin);
                // Whether it was committed is not known then: of no revision of the facts may it be said that this is all that made it.
                committing = note with { FactsRevision = null };
            }

            writing.Commit();
            if (writing.Wrote)
            {
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

            if (committing is not null)
            {
                committing = null;
                ChangeCommitted?.Invoke(change);
            }

            return result;
        }
        catch (DbException e) when (database.FaultOf(e) is StoreFault.Unwritable or StoreFault.Lost)
        {
            var why = $"The change could not be written to {database.Name}: {e.Message} {database.Mend}; it is tried again with the next change.";
            health.Failed(why);
            LogWriteFailed(why);
            if (_connection is not null && !database.Restore(_connection, e))
            {
                Forget();
            }

            throw new StoreException(why, e);
        }
        finally
        {
            if (committing is not null)
            {
                Doubtful.Enqueue(committing);
            }
        }
    }

    private IWriting Begin()
    {
        if (_connection is { State: ConnectionState.Open })
        {
            try
            {
                return database.BeginWriting(_connection);
            }
            catch (DbException e) when (database.FaultOf(e) == StoreFault.Lost)
            {
                // Lost since the last transaction, and nothing of this one was done: another connection may be good.
            }
        }

        Forget();
        _connection = database.OpenWriter();
        return database.BeginWriting(_connection);
    }

    private int OpenAndMigrate()
    {
        using var writing = Begin();
        var ran = Migrations.Run(new WriteScope(database, _connection!, writing.Transaction, time.GetUtcNow(), _ids), database);
        writing.Commit();
        return ran;
    }

    private void Forget()
    {
        _connection?.Dispose();
        _connection = null;
    }

    [LoggerMessage(EventId = 2103, EventName = "store.damaged", Level = LogLevel.Error, Message = "The database {Path} is damaged; it was put aside as {Aside}, and the store starts anew.")]
    private partial void LogDamaged(string path, string aside);

    [LoggerMessage(EventId = 2101, EventName = "store.unwritable", Level = LogLevel.Error, Message = "{Why}")]
    private partial void LogWriteFailed(string why);
}
