using Dapper;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>
/// The newest facts in memory. A change of some stacks and agents reads those alone, in its own transaction; anything else, and any doubt, has all of
/// them read anew by the next one who asks. Both give the same facts.
/// </summary>
internal sealed class FactsCache(Database database, AgentNews news) : IProjection, IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Lock _gate = new();
    private volatile FleetFacts? _facts;
    private (WriteScope Scope, FleetFacts Facts)? _read;
    private Written? _written;
    private long _revision;

    /// <summary>Counter <c>facts</c> as of the newest commit.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    public void Load()
    {
        using var connection = database.OpenReader();
        Advance(connection.ExecuteScalar<long>("select value from counter where name = 'facts'"));
    }

    /// <summary>Facts of this revision were committed: by the transaction that was projected last, or by somebody else.</summary>
    public void Advance(long revision)
    {
        // What a transaction read is what it left, unless somebody else wrote meanwhile: then it has another revision.
        var known = Interlocked.Exchange(ref _written, null) is { } written && written.Facts.Revision == revision ? written : null;
        lock (_gate)
        {
            if (revision < Revision)
            {
                // Read before a newer commit was told of.
                return;
            }

            _facts = known?.Facts ?? _facts;
            Interlocked.Exchange(ref _revision, revision);
        }

        // Now, not before: who is woken finds the newer facts.
        if (known?.Concerned is { } concerned)
        {
            news.Tell(revision, concerned);
        }
        else
        {
            news.TellAll(revision);
        }
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
            return _facts is { } meanwhile && meanwhile.Revision >= Revision ? meanwhile : Keep(FactsReader.Read(database));
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads all of them, whatever is known. What is known by changes alone is the same, or wrong.</summary>
    public FleetFacts ReadAnew() => Keep(FactsReader.Read(database));

    /// <summary>The facts as a transaction will leave them.</summary>
    public FleetFacts For(WriteScope scope) =>
        Before(scope) is not { } before ? FactsReader.Read(scope)
        : ChangedIn(scope) is { IsEmpty: false } changed ? FactsReader.Read(scope, before, changed)
        : before;

    /// <summary>The same, read when nothing more is written: they are kept once the transaction is committed.</summary>
    public FleetFacts AtTheEndOf(WriteScope scope)
    {
        if (_read is { } known && known.Scope == scope)
        {
            return known.Facts;
        }

        var (before, facts) = (Before(scope), For(scope));
        _read = (scope, facts);
        if (scope.FactsChanged || scope.FactsFollowed)
        {
            var left = facts.At(scope.FactsChanged ? facts.Revision + 1 : RevisionIn(scope));
            var written = new Written(left, before is null ? null : ChangedIn(scope).Concerns(before, left));
            scope.Then(() => Interlocked.Exchange(ref _written, written));
        }
        else
        {
            Keep(facts);
        }

        return facts;
    }

    /// <inheritdoc/>
    public void Project(WriteScope scope)
    {
        _read = null;
        if ((scope.FactsChanged || scope.FactsFollowed) && Before(scope) is not null)
        {
            AtTheEndOf(scope);
        }
    }

    public void Dispose() => _reading.Dispose();

    /// <summary>The facts that the transaction began with, where it changes only some of them; null: all have to be read.</summary>
    private FleetFacts? Before(WriteScope scope)
    {
        var some = !scope.AllFactsChanged && !ChangedIn(scope).IsMany && (!scope.FactsFollowed || scope.FactsOfFollowed is not null);
        return some && _facts is { } facts && facts.Revision == Revision && (scope.FactsFollowed || !database.IsShared || RevisionIn(scope) == facts.Revision) ? facts : null;
    }

    private static FactsOf ChangedIn(WriteScope scope) => scope.FactsOfFollowed ?? scope.FactsOfChanged;

    private static long RevisionIn(WriteScope scope) => scope.Single<long>("select value from counter where name = 'facts'");

    private FleetFacts Keep(FleetFacts facts)
    {
        lock (_gate)
        {
            _facts = _facts is { } known && known.Revision > facts.Revision ? known : facts;
        }

        return facts;
    }

    /// <param name="Facts">As a transaction left them.</param>
    /// <param name="Concerned">Agents whose target state may be another one by it; null: anybody's.</param>
    private sealed record Written(FleetFacts Facts, IReadOnlySet<string>? Concerned);
}
