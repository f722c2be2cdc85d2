namespace Plumb.Agent.Reporting;

/// <summary>What is synced, as the containers themselves tell.</summary>
internal sealed record SyncFacts(string? Revision, string? CommitMessage, string? ComposeHash, DateTimeOffset? SyncedAt)
{
    public static SyncFacts None { get; } = new(null, null, null, null);
}
