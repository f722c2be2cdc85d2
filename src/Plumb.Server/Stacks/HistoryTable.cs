using Dapper;
using Plumb.Contracts.Stacks;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>Deployment objects of one stack.</summary>
internal static class HistoryTable
{
    private sealed record Row
    {
        public long Sequence { get; init; }

        public required string Checksum { get; init; }

        public string? Revision { get; init; }

        public string? CommitMessage { get; init; }

        public required string PublishedBy { get; init; }

        public long PublishedAt { get; init; }
    }

    /// <param name="database">The store.</param>
    /// <param name="stackId">The stack.</param>
    /// <param name="current">Sequence of the one that the stack should be.</param>
    /// <param name="pinned">Sequence of the one that it was rolled back to; null: none.</param>
    /// <param name="before">Only older ones than this; null: from the newest.</param>
    /// <param name="limit">At most so many.</param>
    public static IReadOnlyList<DeploymentObjectView> Read(Database database, string stackId, long? current, long? pinned, long? before, int limit)
    {
        using var connection = database.OpenReader();
        return [.. connection.Query<Row>(
            """
            select sequence as Sequence, checksum as Checksum, revision as Revision, commit_message as CommitMessage, published_by as PublishedBy, published_at as PublishedAt
            from deployment_object where stack_id = @stackId and sequence < @before order by sequence desc limit @limit
            """,
            new { stackId, before = before ?? long.MaxValue, limit })
            .Select(row => new DeploymentObjectView(
                row.Sequence, row.Checksum, row.Revision, row.CommitMessage, row.PublishedBy, UnixTime.FromStored(row.PublishedAt), row.Sequence == current, row.Sequence == pinned))];
    }
}
