using Microsoft.Extensions.Logging;
using Plumb.Platform.Failpoints;
using Plumb.Server.Publishers;
using Plumb.Server.Sources;
using Plumb.Server.Stacks.Deleting;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>Takes a source's complete snapshot into the store: all of it, or, when anything fails, nothing.</summary>
internal sealed partial class SnapshotSink(StoreWriter writer, PolicyDefaults defaults, Failpoints failpoints, ILogger<SnapshotSink> log) : ISnapshotSink
{
    public Task<string?> PublishAsync(string sourceName, SourceSnapshot snapshot, CancellationToken cancellation) =>
        writer.WriteAsync(scope => Publish(scope, sourceName, snapshot), cancellation);

    private string? Publish(WriteScope scope, string sourceName, SourceSnapshot snapshot)
    {
        var source = scope.Single<PublisherRow>(
            $"select {PublisherRow.Columns} from publisher where name = @sourceName and kind = 'source' and deleted_at is null", new { sourceName });
        if (source is null)
        {
            // It was deleted while the refresh ran.
            LogSourceGone(sourceName);
            return null;
        }

        var rows = scope.Query<StackRow>($"{StackRow.Select} where s.publisher_id = @Id", source).ToDictionary(row => row.Name, StringComparer.Ordinal);
        if (snapshot.Stacks.Count == 0 && rows.Values.Any(row => row.GoneAt is null))
        {
            return $"source.empty: There is no stack at {snapshot.Revision} any more, and there were {rows.Values.Count(row => row.GoneAt is null)}: an empty checkout is taken for a mistake. "
                + "Check revision and directory; if all of them should go, delete the source.";
        }

        var publication = new Publication($"source/{source.Name}", snapshot.Revision, snapshot.CommitMessage);
        var changed = 0;
        foreach (var found in snapshot.Stacks)
        {
            rows.Remove(found.Path, out var row);
            if (row is not null)
            {
                Deletions.Undo(scope, row.Id);
            }

            changed += PublishedStack.Write(scope, source.Id, row, found, publication) ? 1 : 0;
            failpoints.Reach(RefreshFailpoints.BetweenStacks);
        }

        foreach (var row in rows.Values.Where(row => row.GoneAt is null))
        {
            scope.Execute("update stack set gone_at = @now where id = @Id", new { row.Id, now = scope.Now.ToStored() });
            scope.ChangeStack(row.Id);
            GoneStacks.Collect(scope, defaults, row.Id);
            changed++;
        }

        if (source.CompleteAt is null)
        {
            scope.Execute("update publisher set complete_at = @now where id = @Id", new { source.Id, now = scope.Now.ToStored() });
            scope.ChangeFacts();
        }

        if (changed > 0)
        {
            var (stacks, gone) = (snapshot.Stacks.Count, rows.Count);
            scope.Then(() => LogPublished(sourceName, snapshot.Revision, stacks, changed, gone));
        }

        failpoints.Reach(RefreshFailpoints.BeforeComplete);
        return null;
    }

    [LoggerMessage(EventId = 2201, EventName = "source.published", Level = LogLevel.Information, Message = "Source {Source} at {Revision}: {Stacks} stacks, {Changed} changed, {Gone} gone.")]
    private partial void LogPublished(string source, string revision, int stacks, int changed, int gone);

    [LoggerMessage(EventId = 2202, EventName = "source.gone", Level = LogLevel.Information, Message = "Source {Source} was deleted while it was refreshed; its snapshot is dropped.")]
    private partial void LogSourceGone(string source);
}
