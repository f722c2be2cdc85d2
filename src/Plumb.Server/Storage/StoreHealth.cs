namespace Plumb.Server.Storage;

/// <summary>Whether the store takes changes.</summary>
internal sealed class StoreHealth
{
    private volatile string? unwritable;

    /// <summary>Why the newest write failed; null when it did not.</summary>
    public string? WhyUnwritable => unwritable;

    public void Failed(string why) => unwritable = why;

    public void Succeeded() => unwritable = null;
}
