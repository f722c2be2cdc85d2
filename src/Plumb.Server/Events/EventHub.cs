using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plumb.Contracts.Events;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Events;

/// <param name="Id">Grows, over restarts too.</param>
/// <param name="Data">JSON, one line.</param>
internal sealed record StreamEvent(long Id, string Name, byte[] Data);

/// <summary>Everything that happened lately, for whoever listens. A slow listener holds nobody up.</summary>
internal sealed class EventHub : IBoardListener
{
    /// <summary>Events that a listener can catch up on, and that may wait for it.</summary>
    public const int Kept = 512;

    private readonly Lock _gate = new();
    private readonly Queue<StreamEvent> _ring = new();
    private readonly HashSet<EventListener> _listeners = [];
    private BoardPage _page = BoardPage.Empty;

    // The page as JSON, made for the first who asks: a crowd that comes back at once gets the same bytes.
    private byte[]? _snapshot;
    private readonly TimeProvider _time;
    private long _lastId;

    // The last event that is no longer kept.
    private long _forgotten;

    public EventHub(TimeProvider time)
    {
        _time = time;
        _lastId = _forgotten = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public int Listeners
    {
        get
        {
            lock (_gate)
            {
                return _listeners.Count;
            }
        }
    }

    public void Changed(BoardPage page, IReadOnlyList<StackRecord> upserted, IReadOnlyList<string> deleted, DateTimeOffset at)
    {
        lock (_gate)
        {
            (_page, _snapshot) = (page, null);
            foreach (var record in upserted)
            {
                SendNeedsLock(StreamEventNames.Upsert, new StackUpsertEvent(record), PlumbJson.Default.StackUpsertEvent);
            }

            foreach (var path in deleted)
            {
                SendNeedsLock(StreamEventNames.Delete, new StackDeleteEvent(path, at), PlumbJson.Default.StackDeleteEvent);
            }
        }
    }

    public void Refreshed(RefreshStatusEvent status)
    {
        lock (_gate)
        {
            SendNeedsLock(StreamEventNames.Refresh, status, PlumbJson.Default.RefreshStatusEvent);
        }
    }

    /// <param name="lastId">What the listener saw last; it catches up from there, or, where that is too old, gets a snapshot.</param>
    public EventListener Listen(long? lastId)
    {
        lock (_gate)
        {
            var resumes = lastId is { } id && KnowsNeedsLock(id);
            var listener = new EventListener(this, resumes ? _ring.Where(e => e.Id > lastId) : [SnapshotNeedsLock()], _time);
            _listeners.Add(listener);
            return listener;
        }
    }

    internal void Leave(EventListener listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }

    /// <summary>Begins anew with a snapshot, for a listener that fell behind.</summary>
    internal void Restart(EventListener listener)
    {
        lock (_gate)
        {
            listener.Begin([SnapshotNeedsLock()]);
        }
    }

    // Only an id that was given out here, with nothing forgotten since. One of a process before might lie among ours when the clock was set back.
    private bool KnowsNeedsLock(long id) => id == _forgotten || _ring.Any(made => made.Id == id);

    private StreamEvent SnapshotNeedsLock() => new(
        _lastId,
        StreamEventNames.Snapshot,
        _snapshot ??= JsonSerializer.SerializeToUtf8Bytes(new StackSnapshotEvent([.. _page.Entries.Select(entry => entry.View.Record)]), PlumbJson.Default.StackSnapshotEvent));

    private void SendNeedsLock<T>(string name, T data, JsonTypeInfo<T> type)
    {
        // From the clock, so that ids of a process after a restart are beyond those of the one before.
        _lastId = Math.Max(_lastId + 1, _time.GetUtcNow().ToUnixTimeMilliseconds());
        var made = new StreamEvent(_lastId, name, JsonSerializer.SerializeToUtf8Bytes(data, type));
        _ring.Enqueue(made);
        if (_ring.Count > Kept)
        {
            _forgotten = _ring.Dequeue().Id;
        }

        foreach (var listener in _listeners)
        {
            listener.Offer(made);
        }
    }
}
