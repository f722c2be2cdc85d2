namespace Plumb.Server.Keys;

/// <summary>A key in memory: what is stored of it, when it was used, and whether it still lives.</summary>
internal sealed class LiveKey : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private Held _held;
    private long _used;

    public LiveKey(StoredKey stored)
    {
        _held = Held.Of(stored);
        Ended = _ended.Token;
    }

    /// <summary>Of the secret.</summary>
    public ReadOnlySpan<byte> Hash => Volatile.Read(ref _held).Hash;

    public Role Role => Volatile.Read(ref _held).Role;

    /// <summary>Swapped whole when the row changes.</summary>
    public StoredKey Stored
    {
        get => Volatile.Read(ref _held).Stored;
        set => Volatile.Write(ref _held, Held.Of(value));
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

    /// <summary>What every request asks for is read out of the row once.</summary>
    private sealed record Held(StoredKey Stored, byte[] Hash, Role Role)
    {
        public static Held Of(StoredKey stored) => new(stored, Convert.FromHexString(stored.Hash), KeyText.RoleOf(stored.Role)!.Value);
    }
}
