using System.Collections.Concurrent;

namespace Plumb.Server.Notices.Outbox;

/// <summary>Wakes the one who sends through a channel. A ring while it works makes it look once more.</summary>
internal sealed class NoticeBell
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _bells = new(StringComparer.Ordinal);

    public void Ring(string channel)
    {
        var bell = Of(channel);
        lock (bell)
        {
            if (bell.CurrentCount == 0)
            {
                bell.Release();
            }
        }
    }

    /// <summary>Until it rings, or until then.</summary>
    public async Task WaitAsync(string channel, DateTimeOffset? until, TimeProvider time, CancellationToken cancellation)
    {
        if (until is not { } at)
        {
            await Of(channel).WaitAsync(cancellation);
            return;
        }

        // Long waits in parts: a clock that is set forth or back is noticed.
        var wait = at - time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = time.CreateTimer(static it => ((CancellationTokenSource)it!).Cancel(), enough, Bounded(wait), Timeout.InfiniteTimeSpan);
        try
        {
            await Of(channel).WaitAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time has come.
        }
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait > TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : wait;

    private SemaphoreSlim Of(string channel) => _bells.GetOrAdd(channel, _ => new(0, 1));
}
