using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Deleting;

/// <summary>A stack that was deleted and is not archived yet.</summary>
internal sealed record DeletionRow
{
    public const string Select = "select stack_id as StackId, keep_running as KeepRunning, deleted_by as DeletedBy, deleted_at as DeletedAt from deletion where archived_at is null";

    public required string StackId { get; init; }

    public long KeepRunning { get; init; }

    public required string DeletedBy { get; init; }

    public long DeletedAt { get; init; }

    public DeletionView ToView(IEnumerable<MarkerRow> waiting) => new(UnixTime.FromStored(DeletedAt), DeletedBy, KeepRunning != 0, [.. waiting.Select(marker => marker.Agent)]);
}

/// <summary>A deletion marker of one agent that has not confirmed it.</summary>
internal sealed record MarkerRow
{
    /// <param name="which">A condition: which are meant.</param>
    public static string Of(string which) => $"""
        select m.agent_id as AgentId, a.name as Agent, d.stack_id as StackId, d.scope as Scope, d.path as Path, d.keep_running as KeepRunning, d.sequence as Sequence
        from deletion_agent m join deletion d on d.stack_id = m.stack_id join agent a on a.id = m.agent_id where m.confirmed_at is null and {which} order by d.sequence, a.name
        """;

    public required string AgentId { get; init; }

    public required string Agent { get; init; }

    public required string StackId { get; init; }

    public required string Scope { get; init; }

    public required string Path { get; init; }

    public long KeepRunning { get; init; }

    public long Sequence { get; init; }

    public DeletionMarker ToMarker() => new(StackId, Scope, Path, KeepRunning != 0, Sequence);
}
