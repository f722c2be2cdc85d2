using Dapper;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>The newest facts, read once for everybody who asks; and the news that there are newer ones.</summary>
internal sealed class FactsCache(Database database) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Lock _gate = new();
    private volatile FleetFacts? _facts;
    private FleetFacts? _written;
    private TaskCompletionSource _changed = NewSignal();
    private long _revision;

    /// <summary>Counter <c>facts</c> as of the newest commit.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    /// <summary>Ends when newer facts come. Take it before reading what it is about.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    public void Load()
    {
        using var connection = database.OpenReader();
        Advance(connection.ExecuteScalar<long>("select value from counter where name = 'facts'"));
    }

    public void Advance(long revision)
    {
        // What the transaction itself read last is what it left, unless somebody else wrote meanwhile: then its revision is not the one before.
        if (Interlocked.Exchange(ref _written, null) is { } written && written.Revision + 1 == revision)
        {
            _facts = written with { Revision = revision };
        }

        TaskCompletionSource woken;
        lock (_gate)
        {
            if (revision < _revision)
            {
                // Read before a newer commit was told of.
                return;
            }

            Interlocked.Exchange(ref _revision, revision);
            woken = _changed;
            _changed = NewSignal();
        }

        woken.SetResult();
    }

    public async ValueTask<FleetFacts> GetAsync(CancellationToken cancellation)
    {
        if (_facts is { } facts && facts.Revision >= Revision)
        {
            return facts;
        }

        await _reading.WaitAsync(cancellation);
        try
        {
            if (_facts is { } meanwhile && meanwhile.Revision >= Revision)
            {
                return meanwhile;
            }

            return _facts = FactsReader.Read(database);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The facts as a transaction will leave them.</summary>
    public FleetFacts For(WriteScope scope) =>
        !scope.FactsChanged && !scope.FactsFollowed && _facts is { } facts && facts.Revision == NewestOf(scope) ? facts : FactsReader.Read(scope);

    // Another control plane may have changed facts a moment ago, and this one was not told yet.
    private long NewestOf(WriteScope scope) => database.IsShared ? scope.Single<long>("select value from counter where name = 'facts'") : Revision;

    /// <summary>The same, read when nothing more is written: they are kept once the transaction is committed.</summary>
    public FleetFacts AtTheEndOf(WriteScope scope)
    {
        var facts = For(scope);
        if (scope.FactsChanged)
        {
            scope.Then(() => Interlocked.Exchange(ref _written, facts));
        }

        return facts;
    }

    public void Dispose() => _reading.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
