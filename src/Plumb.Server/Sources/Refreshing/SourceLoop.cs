using Microsoft.Extensions.Logging;

namespace Plumb.Server.Sources.Refreshing;

/// <summary>Refreshes one source again and again: one refresh runs, at most one waits, and a newer request is the waiting one.</summary>
internal sealed partial class SourceLoop(NamedSource source, SourceRefresh refresh, SourceStatus status, TimeProvider time, ILogger<SourceLoop> log)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _runs;
    private bool _asked = true;

    /// <summary>Asks for a refresh.</summary>
    /// <returns><c>refreshing</c>, or <c>queued</c> behind the one that runs.</returns>
    public string Request()
    {
        lock (_lock)
        {
            _asked = true;
            _wake.TrySetResult();
            if (!_runs)
            {
                return "refreshing";
            }
        }

        _ = TellQueuedAsync();
        return "queued";
    }

    /// <summary>Runs until it is cancelled; nothing else ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var wake = Begin(out var asked);
                failures = await refresh.RunAsync(asked || failures > 0, cancellation) ? 0 : failures + 1;
                if (!End())
                {
                    await PauseAsync(RefreshPace.Next(source.Spec.Poll, failures), wake, cancellation);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private Task Begin(out bool asked)
    {
        lock (_lock)
        {
            (asked, _asked, _runs) = (_asked, false, true);
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _wake.Task;
        }
    }

    /// <returns>Whether another refresh was asked for meanwhile.</returns>
    private bool End()
    {
        lock (_lock)
        {
            _runs = false;
            return _asked;
        }
    }

    private async Task PauseAsync(TimeSpan pause, Task wake, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.Delay(pause, time, either.Token), wake);
        await either.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task TellQueuedAsync()
    {
        try
        {
            await status.TellAsync(last => Waits() ? last with { Status = "queued" } : last, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogUntold(failure, source.Name);
        }
    }

    private bool Waits()
    {
        lock (_lock)
        {
            return _runs && _asked;
        }
    }

    [LoggerMessage(EventId = 2301, EventName = "refresh.untold", Level = LogLevel.Warning, Message = "Source {Source}: that a refresh waits could not be told.")]
    private partial void LogUntold(Exception failure, string source);
}
