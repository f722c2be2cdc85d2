using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Server.Sources;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>One stack with its content into the store, whoever publishes it.</summary>
internal static class PublishedStack
{
    /// <returns>Whether anything changed.</returns>
    public static bool Write(WriteScope scope, string publisherId, StackRow? row, DiscoveredStack found, Publication publication)
    {
        var wanted = Wanted(scope, publisherId, row, found);
        var settled = row is not null && row with { Sequence = null, Checksum = null, Revision = null, CommitMessage = null, Pinned = null, PinnedUntilChange = 0, PinnedBy = null, PinnedAt = null } == wanted;
        if (!settled)
        {
            scope.Execute(
                """
                insert into stack (id, publisher_id, name, driver, compose_file, settings, labels, annotations, selector, refusal, suspended, stopped, gone_at, created_at)
                values (@Id, @PublisherId, @Name, @Driver, @ComposeFile, @Settings, @Labels, @Annotations, @Selector, @Refusal, 0, 0, null, @now)
                on conflict (id) do update set driver = excluded.driver, compose_file = excluded.compose_file, settings = excluded.settings,
                  labels = excluded.labels, annotations = excluded.annotations, selector = excluded.selector, refusal = excluded.refusal, gone_at = null, gone_acknowledged_at = null
                """,
                new { wanted.Id, wanted.PublisherId, wanted.Name, wanted.Driver, wanted.ComposeFile, wanted.Settings, wanted.Labels, wanted.Annotations, wanted.Selector, wanted.Refusal, now = scope.Now.ToStored() });
        }

        var objectChanged = found.Content is not null && WriteObject(scope, wanted, row, found, publication);
        if (settled && !objectChanged)
        {
            return false;
        }

        scope.ChangeStack(wanted.Id);
        return true;
    }

    private static StackRow Wanted(WriteScope scope, string publisherId, StackRow? row, DiscoveredStack found)
    {
        // What was refused has no settings worth having: the last good ones stay with the last good object.
        var keep = found.Refusal is not null && row?.Sequence is not null;
        return new StackRow
        {
            Id = row?.Id ?? scope.NewId(),
            PublisherId = publisherId,
            Name = found.Path,
            Driver = keep ? row!.Driver : found.Settings.Driver,
            ComposeFile = keep ? row!.ComposeFile : found.ComposeFile,
            Settings = keep ? row!.Settings : JsonSerializer.Serialize(found.Settings, PlumbJson.Default.StackSettings),
            Labels = keep ? row!.Labels : JsonSerializer.Serialize(found.Settings.Labels, PlumbJson.Default.IReadOnlyListString),
            Annotations = keep ? row!.Annotations : JsonSerializer.Serialize(found.Settings.Annotations, PlumbJson.Default.IReadOnlyDictionaryStringString),
            Selector = keep ? row!.Selector : found.Settings.Selector,
            Refusal = found.Refusal is null ? null : JsonSerializer.Serialize(found.Refusal, PlumbJson.Default.Refusal),
            Suspended = row?.Suspended ?? 0,
            Stopped = row?.Stopped ?? 0,
            GoneAt = null,
        };
    }

    // The same content twice in a row is one object; a new commit that leaves it as it is only renames it.
    private static bool WriteObject(WriteScope scope, StackRow wanted, StackRow? row, DiscoveredStack found, Publication publication)
    {
        var checksum = found.Checksum ?? found.Content!.Checksum();
        if (row?.Checksum == checksum)
        {
            if (row.Revision == publication.Revision && row.CommitMessage == publication.CommitMessage && row.Settings == wanted.Settings && row.ComposeFile == wanted.ComposeFile)
            {
                return false;
            }

            scope.Execute(
                "update deployment_object set revision = @Revision, commit_message = @CommitMessage, compose_file = @ComposeFile, settings = @Settings where sequence = @Sequence",
                new { publication.Revision, publication.CommitMessage, wanted.ComposeFile, wanted.Settings, row.Sequence });
            return true;
        }

        if (scope.Single<long?>("select 1 from content where checksum = @checksum", new { checksum }) is null)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(found.Content!, PlumbJson.Default.StackContent);
            scope.Execute("insert into content (checksum, size, body) values (@checksum, @size, @body)", new { checksum, size = (long)body.Length, body });
        }

        var sequence = scope.Next("sequence");
        scope.Execute(
            """
            insert into deployment_object (sequence, stack_id, checksum, revision, commit_message, published_by, published_at, compose_file, settings)
            values (@sequence, @Id, @checksum, @Revision, @CommitMessage, @By, @now, @ComposeFile, @Settings)
            """,
            new { sequence, wanted.Id, checksum, publication.Revision, publication.CommitMessage, publication.By, now = scope.Now.ToStored(), wanted.ComposeFile, wanted.Settings });
        scope.Execute("update stack set sequence = @sequence where id = @Id", new { sequence, wanted.Id });
        scope.Execute($"update stack set {Rollback.NoPin} where id = @Id and pinned_until_change <> 0", new { wanted.Id });
        return true;
    }
}

/// <param name="By">Who publishes.</param>
/// <param name="Revision">Git's, where known.</param>
internal sealed record Publication(string By, string? Revision, string? CommitMessage);
