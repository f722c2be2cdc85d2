using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Plumb.Kernel.Queue;

/// <summary>
/// Keys that wait for work, never payloads. A key waits at most once and is in flight at most once; added while in flight,
/// it waits once more when it is done. Lanes are served in order, first come first served within one, and a lane that was
/// passed over <see cref="Patience"/> times is served next, so that none starves. Delayed keys keep the earliest time.
/// No clock, no thread, and no garbage once it has grown. One caller at a time.
/// </summary>
/// <remarks>The algorithm is client-go's work queue (dirty and processing sets), with controller-runtime's priorities.</remarks>
public sealed class WorkQueue<TKey>
    where TKey : notnull
{
    /// <summary>How often a waiting lane may be passed over, unless told otherwise.</summary>
    public const int Patience = 16;

    private const int None = -1;

    private readonly Dictionary<TKey, int> _numbers = [];
    private readonly DelayHeap _delayed = new();
    private readonly Lane[] _lanes;
    private readonly int _patience;
    private Entry[] _entries = new Entry[16];
    private int _used;
    private int _free = None;

    /// <param name="lanes">How many; lane 0 is served first. 1 to 16.</param>
    /// <param name="patience">How often a waiting lane may be passed over.</param>
    public WorkQueue(int lanes, int patience = Patience)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(lanes is >= 1 and <= 16, true, nameof(lanes));
        _patience = patience;
        _lanes = new Lane[lanes];
        Array.Fill(_lanes, new Lane { Head = None, Tail = None });
    }

    /// <summary>Keys that can be taken now.</summary>
    public int Waiting { get; private set; }

    /// <summary>Keys that were taken and are not done.</summary>
    public int InFlight { get; private set; }

    /// <summary>Keys with a time at which they will wait.</summary>
    public int Delayed => _delayed.Count;

    /// <summary>The earliest time of a delayed key.</summary>
    public DateTimeOffset? NextDelay => _delayed.Count == 0 ? null : new DateTimeOffset(_delayed.Earliest, TimeSpan.Zero);

    /// <summary>The key waits, or will when it is done.</summary>
    public bool IsWaiting(TKey key) => _numbers.TryGetValue(key, out var n) && (_entries[n].Lane != None || _entries[n].Again != None);

    /// <summary>Some key that can be taken now waits in a lane that is served before this one.</summary>
    public bool IsAnyWaitingBefore(int lane)
    {
        for (var better = 0; better < lane && better < _lanes.Length; better++)
        {
            if (_lanes[better].Head != None)
                return true;
        }

        return false;
    }

    public bool IsInFlight(TKey key) => _numbers.TryGetValue(key, out var n) && _entries[n].InFlight;

    /// <summary>Makes the key wait. One that waits already moves to the better lane, and never to a worse one.</summary>
    public void Add(TKey key, int lane) => AddEntry(NumberOf(key), lane);

    /// <summary>Makes the key wait from this time on; of several times the earliest holds.</summary>
    public void AddAt(TKey key, int lane, DateTimeOffset at)
    {
        var n = NumberOf(key);
        ref var entry = ref _entries[n];
        entry.DelayedLane = _delayed.Holds(n) ? Math.Min(entry.DelayedLane, lane) : lane;
        _delayed.AddOrBringForward(n, at.UtcTicks);
    }

    /// <summary>Lets delayed keys up to this time wait; taking does so too.</summary>
    public void Promote(DateTimeOffset now)
    {
        while (_delayed.Count > 0 && _delayed.Earliest <= now.UtcTicks)
        {
            var n = _delayed.First;
            _delayed.Remove(n);
            AddEntry(n, _entries[n].DelayedLane);
        }
    }

    /// <summary>Takes the key whose turn it is; it is in flight until <see cref="Done"/>.</summary>
    /// <param name="now">Delayed keys up to this time wait.</param>
    public bool TryTake(DateTimeOffset now, [MaybeNullWhen(false)] out TKey key, out int lane)
    {
        Promote(now);
        if (Waiting == 0)
        {
            (key, lane) = (default, None);
            return false;
        }

        lane = NextLane();
        var n = _lanes[lane].Head;
        Unlink(n);
        Begin(n);
        key = _entries[n].Key;
        return true;
    }

    /// <summary>Takes this key out of its turn, unless it is in flight. Where it waited, it will wait again when it is done.</summary>
    public bool TryBegin(TKey key)
    {
        var n = NumberOf(key);
        if (_entries[n].InFlight)
            return false;
        var waited = _entries[n].Lane;
        if (waited != None)
            Unlink(n);
        Begin(n);
        _entries[n].Again = waited;
        return true;
    }

    /// <summary>The key is no longer in flight; it waits again when it was added meanwhile. Does nothing for others.</summary>
    public void Done(TKey key)
    {
        if (!_numbers.TryGetValue(key, out var n) || !_entries[n].InFlight)
            return;
        ref var entry = ref _entries[n];
        entry.InFlight = false;
        InFlight--;
        if (entry.Again != None)
            Append(n, entry.Again);
        else
            ReleaseIfIdle(n);
    }

    /// <summary>Takes the key out wherever it waits. One in flight stays so until it is done, and does not wait again.</summary>
    public void Remove(TKey key)
    {
        if (!_numbers.TryGetValue(key, out var n))
            return;
        _delayed.Remove(n);
        _entries[n].Again = None;
        if (_entries[n].Lane != None)
            Unlink(n);
        ReleaseIfIdle(n);
    }

    /// <summary>The clock was moved: so are all times.</summary>
    public void Shift(TimeSpan by) => _delayed.Shift(by.Ticks);

    private void AddEntry(int n, int lane)
    {
        ref var entry = ref _entries[n];
        if (entry.InFlight)
        {
            if (entry.Again == None || lane < entry.Again)
                entry.Again = lane;
        }
        else if (entry.Lane == None)
        {
            Append(n, lane);
        }
        else if (lane < entry.Lane)
        {
            Unlink(n);
            Append(n, lane);
        }
    }

    private int NextLane()
    {
        var chosen = None;
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            if (_lanes[lane].Head == None)
                continue;
            if (chosen == None)
            {
                chosen = lane;
            }
            else if (++_lanes[lane].PassedOver > _patience)
            {
                chosen = lane;
                break;
            }
        }

        _lanes[chosen].PassedOver = 0;
        return chosen;
    }

    private void Begin(int n)
    {
        _entries[n].InFlight = true;
        _entries[n].Again = None;
        InFlight++;
    }

    private void Append(int n, int lane)
    {
        ref var line = ref _lanes[lane];
        ref var entry = ref _entries[n];
        (entry.Lane, entry.Next, entry.Previous, entry.Again) = (lane, None, line.Tail, None);
        if (line.Tail == None)
            line.Head = n;
        else
            _entries[line.Tail].Next = n;
        line.Tail = n;
        Waiting++;
    }

    private void Unlink(int n)
    {
        ref var entry = ref _entries[n];
        ref var line = ref _lanes[entry.Lane];
        if (entry.Previous == None)
            line.Head = entry.Next;
        else
            _entries[entry.Previous].Next = entry.Next;
        if (entry.Next == None)
            line.Tail = entry.Previous;
        else
            _entries[entry.Next].Previous = entry.Previous;
        if (line.Head == None)
            line.PassedOver = 0;
        entry.Lane = None;
        Waiting--;
    }

    private int NumberOf(TKey key)
    {
        if (_numbers.TryGetValue(key, out var n))
            return n;
        if (_free != None)
        {
            n = _free;
            _free = _entries[n].Next;
        }
        else
        {
            n = _used++;
            if (n == _entries.Length)
                Array.Resize(ref _entries, n * 2);
        }

        _entries[n] = new Entry { Key = key, Lane = None, Again = None, Next = None, Previous = None };
        _numbers.Add(key, n);
        return n;
    }

    private void ReleaseIfIdle(int n)
    {
        ref var entry = ref _entries[n];
        if (entry.InFlight || entry.Lane != None || _delayed.Holds(n))
            return;
        _numbers.Remove(entry.Key);
        entry = new Entry { Key = default!, Lane = None, Again = None, Next = _free, Previous = None };
        _free = n;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public TKey Key;
        public int Lane;
        public int Again;
        public int DelayedLane;
        public int Next;
        public int Previous;
        public bool InFlight;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Lane
    {
        public int Head;
        public int Tail;
        public int PassedOver;
    }
}
