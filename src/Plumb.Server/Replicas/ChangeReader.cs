using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumb.Server.Fleet;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;
using Plumb.Server.Storage.Postgres;

namespace Plumb.Server.Replicas;

/// <summary>
/// Keeps what this control plane has in memory in step with what others commit. Woken by a notice at once, and without one
/// after <see cref="Poll"/>: a notice that is lost costs that time and nothing else.
/// </summary>
internal sealed partial class ChangeReader(
    PostgresDatabase database, StoreWriter writer, FactsCache facts, IEnumerable<IChangeFollower> followers, TimeProvider time, ILogger<ChangeReader> log) : BackgroundService
{
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);
    private readonly IReadOnlyList<IChangeFollower> _followers = [.. followers];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _seen;
    private long _taken;

    /// <summary>Off: only the poll counts (a test that shows that it does).</summary>
    internal bool Listens { get; set; } = true;

    /// <summary>This control plane's own commit: nothing of it is news here, where all before it was taken in.</summary>
    public void Committed(long number) => Interlocked.CompareExchange(ref _seen, number, number - 1);

    /// <summary>From now on. Before anything is read into memory, so that nothing falls between.</summary>
    public void Begin()
    {
        using var connection = database.OpenReader();
        _seen = ChangeLog.Newest(connection);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var news = new PostgresNews(database, writer.Origin, time);
        while (true)
        {
            try
            {
                await (Listens ? news.WaitAsync(Poll, stoppingToken) : Task.Delay(Poll, time, stoppingToken));
                await CatchUpAsync(stoppingToken);
            }
            catch (Exception e) when (e is StoreException or DbException)
            {
                LogBehind(e.Message);
                news.Forget();
                await Task.Delay(AfterTrouble, time, stoppingToken);
            }
        }
    }

    /// <summary>Grows with whatever is taken in.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes in all that was committed before this is called.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            while (await StepAsync(cancellation))
            {
                Interlocked.Increment(ref _taken);
            }
        }
        catch (DbException e)
        {
            throw new StoreException($"What other control planes changed could not be read from {database.Name}: {e.Message} {database.Mend}, and try again.", e);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        // Before what is stored is read: what comes later is seen there.
        var doubtful = writer.Doubtful.ToArray();
        var (seen, notes) = Read();
        if (notes.Count + doubtful.Length > 0)
        {
            await writer.WriteAsync(scope => Follow(scope, [.. notes, .. doubtful]), cancellation);
        }

        foreach (var _ in doubtful)
        {
            writer.Doubtful.TryDequeue(out var _);
        }

        var more = seen != _seen || doubtful.Length > 0;
        _seen = seen;
        return more;
    }

    private (long Seen, IReadOnlyList<ChangeNote> Notes) Read()
    {
        using var connection = database.OpenReader();
        return ChangeLog.After(connection, _seen, writer.Origin);
    }

    // A transaction like any other, so that it stands in one line with those of this control plane; it changes no row that the other has not changed.
    private void Follow(WriteScope scope, IReadOnlyList<ChangeNote> notes)
    {
        var revision = scope.Single<long>("select value from counter where name = 'facts'");
        scope.FollowOthers(facts: notes.Any(note => note.Facts), ChangeNote.FactsBetween(notes, facts.Revision, revision));

        if (notes.Any(note => note.AllStacks))
        {
            StackBoard.TouchAll(scope);
        }

        foreach (var id in notes.Any(note => note.AllAgents) ? scope.Query<string>("select id from agent") : notes.SelectMany(note => note.Agents))
        {
            scope.TouchAgent(id);
        }

        foreach (var id in notes.SelectMany(note => note.Stacks))
        {
            scope.Touch(id);
        }

        foreach (var note in notes)
        {
            foreach (var follower in _followers)
            {
                follower.Follow(scope, note);
            }
        }
    }

    [LoggerMessage(EventId = 2701, EventName = "replica.behind", Level = LogLevel.Warning, Message = "What other control planes changed could not be read, and is tried again: {Why}")]
    private partial void LogBehind(string why);
}
