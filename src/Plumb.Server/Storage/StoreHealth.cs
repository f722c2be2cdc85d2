namespace Plumb.Server.Storage;

/// <summary>Whether the store takes changes.</summary>
internal sealed class StoreHealth
{
    private volatile string? _unwritable;

    /// <summary>Why the newest write failed; null when it did not.</summary>
    public string? WhyUnwritable => _unwritable;

    public void Failed(string why) => _unwritable = why;

    public void Succeeded() => _unwritable = null;
}
