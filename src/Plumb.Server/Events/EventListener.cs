namespace Plumb.Server.Events;

/// <summary>One listener's queue: bounded, and when it is full the listener begins anew with a snapshot.</summary>
internal sealed class EventListener : IDisposable
{
    private readonly Lock _gate = new();
    private readonly EventHub _hub;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _news = new(0);
    private readonly Queue<StreamEvent> _waiting = new();
    private bool _behind;

    public EventListener(EventHub hub, IEnumerable<StreamEvent> first, TimeProvider time)
    {
        (_hub, _time) = (hub, time);
        Begin(first);
    }

    public void Begin(IEnumerable<StreamEvent> first)
    {
        lock (_gate)
        {
            _behind = false;
            _waiting.Clear();
            foreach (var made in first)
            {
                _waiting.Enqueue(made);
            }
        }

        _news.Release();
    }

    public void Offer(StreamEvent made)
    {
        lock (_gate)
        {
            if (_behind)
            {
                return;
            }

            _behind = _waiting.Count >= EventHub.Kept;
            if (!_behind)
            {
                _waiting.Enqueue(made);
            }
        }

        _news.Release();
    }

    /// <summary>What waits, oldest first; null when nothing came within the time.</summary>
    public async Task<IReadOnlyList<StreamEvent>?> NextAsync(TimeSpan within, CancellationToken cancellation)
    {
        if (!await ComesAsync(within, cancellation))
        {
            return null;
        }

        if (TakeUnlessBehind() is { } taken)
        {
            return taken;
        }

        _hub.Restart(this);
        return TakeUnlessBehind() ?? [];
    }

    public void Dispose()
    {
        _hub.Leave(this);
        _news.Dispose();
    }

    private async Task<bool> ComesAsync(TimeSpan within, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(within, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            await _news.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private StreamEvent[]? TakeUnlessBehind()
    {
        lock (_gate)
        {
            if (_behind)
            {
                return null;
            }

            StreamEvent[] taken = [.. _waiting];
            _waiting.Clear();
            return taken;
        }
    }
}
