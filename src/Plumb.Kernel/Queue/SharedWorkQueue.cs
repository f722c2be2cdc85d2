using System.Diagnostics.CodeAnalysis;

namespace Plumb.Kernel.Queue;

/// <summary>A <see cref="WorkQueue{TKey}"/> for many workers at once, under one lock.</summary>
/// <param name="lanes">How many; lane 0 is served first. 1 to 16.</param>
/// <param name="time">Read only while keys are delayed.</param>
public sealed class SharedWorkQueue<TKey>(int lanes, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly WorkQueue<TKey> _queue = new(lanes);

    /// <inheritdoc cref="WorkQueue{TKey}.Add"/>
    public void Add(TKey key, int lane)
    {
        lock (_lock)
            _queue.Add(key, lane);
    }

    /// <inheritdoc cref="WorkQueue{TKey}.AddAt"/>
    public void AddAfter(TKey key, int lane, TimeSpan delay)
    {
        var at = time.GetUtcNow() + delay;
        lock (_lock)
            _queue.AddAt(key, lane, at);
    }

    /// <inheritdoc cref="WorkQueue{TKey}.TryTake"/>
    public bool TryTake([MaybeNullWhen(false)] out TKey key)
    {
        lock (_lock)
            return _queue.TryTake(NowNeedsLock(), out key, out _);
    }

    /// <inheritdoc cref="WorkQueue{TKey}.Done"/>
    public void Done(TKey key)
    {
        lock (_lock)
            _queue.Done(key);
    }

    private DateTimeOffset NowNeedsLock() => _queue.Delayed == 0 ? DateTimeOffset.MinValue : time.GetUtcNow();
}
