using Plumb.Contracts.Stacks;

namespace Plumb.Contracts.Events;

/// <summary>Names of the server-sent events of <c>GET /api/events</c>.</summary>
public static class StreamEventNames
{
    public const string Snapshot = "stack.snapshot";

    public const string Upsert = "stack.upsert";

    public const string Delete = "stack.delete";

    public const string Refresh = "refresh.status";
}

public sealed record StackSnapshotEvent(IReadOnlyList<StackRecord> Records);

public sealed record StackUpsertEvent(StackRecord Record);

public sealed record StackDeleteEvent(string Path, DateTimeOffset DeletedAt);

/// <summary>A source's refresh status changed: the fields of <c>GET /api/refresh-status</c>, and which source.</summary>
public sealed record RefreshStatusEvent(
    string Source, string? Revision, string? CommitMessage, string? Ref, string? RefType, DateTimeOffset? RefreshedAt, string? RefreshStatus, string? RefreshError);
