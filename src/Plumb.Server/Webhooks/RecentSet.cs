namespace Plumb.Server.Webhooks;

/// <summary>What was seen lately. Not safe for two at once.</summary>
/// <param name="kept">How long each is remembered.</param>
/// <param name="most">So many at most; the oldest is forgotten first.</param>
internal sealed class RecentSet(TimeSpan kept, int most, TimeProvider time)
{
    private readonly Queue<(string Key, DateTimeOffset At)> _order = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public bool Has(string key)
    {
        ForgetOld();
        return _keys.Contains(key);
    }

    public void Add(string key)
    {
        if (!_keys.Add(key))
        {
            return;
        }

        _order.Enqueue((key, time.GetUtcNow()));
        if (_order.Count > most)
        {
            _keys.Remove(_order.Dequeue().Key);
        }
    }

    private void ForgetOld()
    {
        while (_order.TryPeek(out var oldest) && oldest.At + kept <= time.GetUtcNow())
        {
            _keys.Remove(_order.Dequeue().Key);
        }
    }
}
