using System.Collections.Concurrent;
using System.Threading.Channels;
using Plumb.Contracts.Sources;
using Plumb.Server.Sources;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Sources;

/// <summary>What the refreshes gave, in order.</summary>
internal sealed class Sinks : ISnapshotSink, ISourceStatusSink
{
    private readonly Channel<(string Source, SourceSnapshot Snapshot)> _snapshots = Channel.CreateUnbounded<(string, SourceSnapshot)>();
    private readonly ConcurrentQueue<(string Source, RefreshStatus Status)> _statuses = new();

    public bool Broken { get; set; }

    public bool HasSnapshot => _snapshots.Reader.TryPeek(out _);

    public async Task<string?> PublishAsync(string sourceName, SourceSnapshot snapshot, CancellationToken cancellation)
    {
        if (Broken)
            throw new InvalidOperationException("the store is broken");
        await _snapshots.Writer.WriteAsync((sourceName, snapshot), cancellation);
        return null;
    }

    public Task RecordAsync(string sourceName, RefreshStatus status, CancellationToken cancellation)
    {
        _statuses.Enqueue((sourceName, status));
        return Task.CompletedTask;
    }

    public async Task<(string Source, SourceSnapshot Snapshot)> SnapshotAsync() => await _snapshots.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public Task ClearAsync()
    {
        _statuses.Clear();
        return Task.CompletedTask;
    }

    /// <summary>Waits for a status, which is then taken together with those before it.</summary>
    public async Task<RefreshStatus> StatusAsync(string source, Func<RefreshStatus, bool> fits)
    {
        RefreshStatus? found = null;
        RefreshStatus? last = null;
        await Wait.UntilAsync(
            () =>
            {
                while (found is null && _statuses.TryDequeue(out var next))
                {
                    found = next.Source == source && fits(next.Status) ? next.Status : null;
                }

                return found is not null;
            },
            TimeSpan.FromSeconds(30),
            () => $"a status of {source}; the last is {last}");
        return found!;
    }
}
