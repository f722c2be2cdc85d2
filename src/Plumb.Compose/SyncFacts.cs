namespace Plumb.Compose;

/// <summary>What of a stack is synced, as its containers themselves tell; null: they do not.</summary>
/// <param name="SyncedAt">When the newest of them was made.</param>
public sealed record SyncFacts(string? Revision, string? CommitMessage, string? ComposeHash, DateTimeOffset? SyncedAt)
{
    public static SyncFacts None { get; } = new(Revision: null, CommitMessage: null, ComposeHash: null, SyncedAt: null);
}
