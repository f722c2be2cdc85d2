namespace Plumb.Contracts.Stacks;

public enum StackStatus
{
    Missing,
    Syncing,
    Synced,
    Failed,
    Deleting,
}

/// <summary>A stack as <c>GET /api/stacks</c> shows it. Names are a public contract.</summary>
public sealed record StackRecord
{
    public required string Path { get; init; }

    public string? ComposeFile { get; init; }

    public string? ComposeHash { get; init; }

    public string? Fingerprint { get; init; }

    public required StackStatus Status { get; init; }

    /// <summary>A hold's reason, or null.</summary>
    public string? Held { get; init; }

    public bool Orphaned { get; init; }

    public string? SyncedRevision { get; init; }

    public string? SyncedCommitMessage { get; init; }

    public string? SyncedComposeHash { get; init; }

    public DateTimeOffset? SyncedAt { get; init; }

    public DateTimeOffset? LastSyncAt { get; init; }

    public string? LastSyncStatus { get; init; }

    public string? LastSyncError { get; init; }

    public int ContainersRunning { get; init; }

    public int ContainersTotal { get; init; }
}

/// <param name="Id">64 hex digits.</param>
/// <param name="Health"><c>healthy</c>, <c>unhealthy</c>, <c>starting</c> or <c>none</c>.</param>
/// <param name="Ports">Such as <c>127.0.0.1:8080->80/tcp</c>.</param>
public sealed record ContainerView(string Id, string Name, string Service, string State, string Health, string Image, IReadOnlyList<string> Ports);

/// <summary>One thing that differs.</summary>
/// <param name="Kind"><c>inputs</c> <c>scale</c> <c>state</c> <c>replaced</c> <c>settings</c> <c>content</c> <c>resource</c> <c>image</c> <c>health</c> <c>orphan</c> <c>foreign</c> <c>volume</c>.</param>
public sealed record DifferenceView(string Kind, string? Service, string? Field, string? Desired, string? Actual);

/// <param name="Reason">One of the closed list of holds.</param>
public sealed record HoldView(string Reason, string Message, DateTimeOffset Since, DateTimeOffset? Until, string Lift);

public sealed record FailureView(string Action, int Count, string Error, DateTimeOffset LastAt, DateTimeOffset? NextTryAt);

/// <param name="Type"><c>Synced</c> <c>Healthy</c> <c>Drifted</c> <c>Held</c> <c>Suspended</c>.</param>
/// <param name="Status"><c>True</c> <c>False</c> <c>Unknown</c>.</param>
public sealed record ConditionView(string Type, string Status, string Reason, string Message, DateTimeOffset Since, long? ObservedSequence);
