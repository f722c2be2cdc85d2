namespace Plumb.Kernel.Queue;

/// <summary>A binary heap of entry numbers by time, which knows where each one stands: a time can be brought forward in place.</summary>
internal sealed class DelayHeap
{
    private (long At, int Entry)[] _heap = new (long, int)[16];
    private int[] _places = [];

    public int Count { get; private set; }

    /// <summary>The earliest time in ticks. Only when there is one.</summary>
    public long Earliest => _heap[0].At;

    /// <summary>The entry with the earliest time. Only when there is one.</summary>
    public int First => _heap[0].Entry;

    public bool Holds(int entry) => entry < _places.Length && _places[entry] > 0;

    /// <summary>Adds the entry, or brings it forward when it stands later.</summary>
    public void AddOrBringForward(int entry, long at)
    {
        if (entry >= _places.Length)
            Array.Resize(ref _places, Math.Max(16, (entry + 1) * 2));
        if (_places[entry] == 0)
        {
            if (Count == _heap.Length)
                Array.Resize(ref _heap, Count * 2);
            Put(Count++, (at, entry));
        }
        else if (_heap[_places[entry] - 1].At <= at)
        {
            return;
        }
        else
        {
            _heap[_places[entry] - 1].At = at;
        }

        Rise(_places[entry] - 1);
    }

    public void Remove(int entry)
    {
        if (!Holds(entry))
            return;
        var place = _places[entry] - 1;
        _places[entry] = 0;
        if (place == --Count)
            return;
        var moved = _heap[Count].Entry;
        Put(place, _heap[Count]);
        Rise(place);
        Sink(_places[moved] - 1);
    }

    /// <summary>Moves every time by so many ticks; the order stays.</summary>
    public void Shift(long ticks)
    {
        for (var i = 0; i < Count; i++)
            _heap[i].At += ticks;
    }

    private void Rise(int place)
    {
        for (var item = _heap[place]; place > 0;)
        {
            var parent = (place - 1) / 2;
            if (_heap[parent].At <= item.At)
                return;
            Put(place, _heap[parent]);
            Put(parent, item);
            place = parent;
        }
    }

    private void Sink(int place)
    {
        for (var item = _heap[place]; ;)
        {
            var child = (2 * place) + 1;
            if (child >= Count)
                return;
            if (child + 1 < Count && _heap[child + 1].At < _heap[child].At)
                child++;
            if (item.At <= _heap[child].At)
                return;
            Put(place, _heap[child]);
            Put(child, item);
            place = child;
        }
    }

    private void Put(int place, (long At, int Entry) item)
    {
        _heap[place] = item;
        _places[item.Entry] = place + 1;
    }
}
