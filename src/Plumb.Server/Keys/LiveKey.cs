namespace Plumb.Server.Keys;

/// <summary>A key in memory: what is stored of it, when it was used, and whether it still lives.</summary>
internal sealed class LiveKey : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private StoredKey _stored;
    private long _used;

    public LiveKey(StoredKey stored)
    {
        _stored = stored;
        Ended = _ended.Token;
    }

    /// <summary>Swapped whole when the row changes.</summary>
    public StoredKey Stored
    {
        get => Volatile.Read(ref _stored);
        set => Volatile.Write(ref _stored, value);
    }

    /// <summary>Ends what still waits with this key, such as a long poll, when it is revoked.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Unix milliseconds; null: not since this process started.</summary>
    public long? Used => Volatile.Read(ref _used) is > 0 and var at ? at : null;

    public void Use(long now) => Volatile.Write(ref _used, now);

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }
}
