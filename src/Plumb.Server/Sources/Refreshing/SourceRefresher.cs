using Microsoft.Extensions.Logging;
using Plumb.Contracts.Sources;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Git;
using Plumb.Platform.Secrets;
using Plumb.Server.Publishers;
using Plumb.Server.Replicas;
using Plumb.Server.Storage;

namespace Plumb.Server.Sources.Refreshing;

/// <summary>Which sources there are, and how each went last.</summary>
internal interface ISourceList
{
    IReadOnlyList<(NamedSource Source, RefreshStatus Last)> List();
}

/// <summary>Keeps one loop for each source, as they come, change and go. What one does never holds up another.</summary>
internal sealed partial class SourceRefresher(
    ISourceList sources, GitMirrors mirrors, ISnapshotSink snapshots, ISourceStatusSink statuses, SecretMask mask, Failpoints failpoints, TimeProvider time, ILoggerFactory logs, IOwnership ownership)
    : OwnedService(ownership, time, logs.CreateLogger<SourceRefresher>()), ISourceRefresh, IChangeFollower
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Running> _loops = new(StringComparer.Ordinal);
    private CancellationToken _stopping;
    private bool _started;

    /// <inheritdoc/>
    public string Request(string sourceName)
    {
        lock (_lock)
        {
            // Before its loop is there, its first refresh is still to come.
            return _loops.TryGetValue(sourceName, out var running) ? running.Loop.Request() : "queued";
        }
    }

    /// <inheritdoc/>
    public void SourcesChanged()
    {
        lock (_lock)
        {
            if (_started)
            {
                ReconcileNeedsLock();
            }
        }
    }

    /// <summary>Whether this control plane refreshes the sources now.</summary>
    public bool Owns
    {
        get
        {
            lock (_lock)
            {
                return _started;
            }
        }
    }

    protected override string Work => "sources";

    /// <inheritdoc/>
    public void Follow(WriteScope scope, ChangeNote note)
    {
        if (note.Facts)
        {
            scope.Then(SourcesChanged);
        }

        foreach (var name in note.Topics.Where(topic => topic.StartsWith(ChangeTopics.Refresh, StringComparison.Ordinal)).Select(topic => topic[ChangeTopics.Refresh.Length..]))
        {
            scope.Then(() => Request(name));
        }
    }

    protected override async Task OwnAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            (_stopping, _started) = (cancellation, true);
            ReconcileNeedsLock();
            DeleteOldMirrorsNeedsLock();
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        await Task.WhenAll(StopAll());
    }

    private void ReconcileNeedsLock()
    {
        var wanted = sources.List().ToDictionary(s => s.Source.Name, StringComparer.Ordinal);
        foreach (var (name, running) in _loops.Where(l => wanted.GetValueOrDefault(l.Key).Source != l.Value.Source).ToList())
        {
            running.Stop.Cancel();
            if (!wanted.ContainsKey(name))
            {
                _loops.Remove(name);
            }
        }

        foreach (var (name, (source, last)) in wanted)
        {
            var before = _loops.GetValueOrDefault(name);
            if (before?.Source != source)
            {
                _loops[name] = Start(source, last, before?.Task ?? Task.CompletedTask);
            }
        }
    }

    private void DeleteOldMirrorsNeedsLock()
    {
        foreach (var running in _loops.Values)
        {
            _ = mirrors.Of(running.Source.Spec);
        }

        try
        {
            mirrors.DeleteOthers();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // They only take space; the next start tries again.
            LogOldMirrors(logs.CreateLogger<SourceRefresher>(), failure);
        }
    }

    [LoggerMessage(EventId = 2321, EventName = "mirrors.kept", Level = LogLevel.Warning, Message = "Local copies of repositories that are no longer used could not be deleted.")]
    private static partial void LogOldMirrors(ILogger log, Exception failure);

    /// <param name="before">The loop that this one takes over from: never two at once.</param>
    private Running Start(NamedSource source, RefreshStatus last, Task before)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        var status = new SourceStatus(source.Name, statuses, last);
        var refresh = new SourceRefresh(source, mirrors, snapshots, status, mask, failpoints, Time, logs.CreateLogger<SourceRefresh>());
        var loop = new SourceLoop(source, refresh, status, Time, logs.CreateLogger<SourceLoop>());
        return new(source, loop, stop, RunAsync(loop, status, stop, before));
    }

    private static async Task RunAsync(SourceLoop loop, SourceStatus status, CancellationTokenSource stop, Task before)
    {
        using (stop)
        using (status)
        {
            await before;
            await Task.Run(() => loop.RunAsync(stop.Token), CancellationToken.None);
        }
    }

    private List<Task> StopAll()
    {
        lock (_lock)
        {
            _started = false;
            List<Task> running = [.. _loops.Values.Select(l => l.Task)];
            _loops.Clear();
            return running;
        }
    }

    private sealed record Running(NamedSource Source, SourceLoop Loop, CancellationTokenSource Stop, Task Task);
}
