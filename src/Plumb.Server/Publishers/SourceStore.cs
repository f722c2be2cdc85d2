using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using Plumb.Contracts.Events;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Sources;
using Plumb.Server.Api;
using Plumb.Server.Applying;
using Plumb.Server.Audit;
using Plumb.Server.Events;
using Plumb.Server.Fleet;
using Plumb.Server.Sources;
using Plumb.Server.Stacks;
using Plumb.Server.Storage;

namespace Plumb.Server.Publishers;

/// <summary>The sources there are, and how their refreshes go.</summary>
internal sealed class SourceStore(Database database, StoreWriter writer, EventHub events, PolicyDefaults defaults) : ISourceStatusSink
{
    private readonly ConcurrentDictionary<string, RefreshStatus> _refreshes = new(StringComparer.Ordinal);

    /// <summary>By name, in the order in which they were made: the first one first.</summary>
    public IReadOnlyList<PublisherRow> List()
    {
        using var connection = database.OpenReader();
        return connection.Query<PublisherRow>($"select {PublisherRow.Columns} from publisher where kind = 'source' and deleted_at is null order by ordinal, created_at").AsList();
    }

    public PublisherRow? Find(string nameOrId) => List().FirstOrDefault(row => row.Name == nameOrId || row.Id == nameOrId);

    public RefreshStatus RefreshOf(PublisherRow row) => _refreshes.GetValueOrDefault(row.Name) ?? row.ToRefresh() ?? new RefreshStatus();

    /// <summary>Makes the source, or changes it to this.</summary>
    /// <param name="scope">The transaction.</param>
    /// <param name="name">Unique.</param>
    /// <param name="spec">What it should be.</param>
    /// <param name="actor">Who says so.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool Put(WriteScope scope, string name, SourceSpec spec, Actor actor)
    {
        var row = scope.Single<PublisherRow>($"select {PublisherRow.Columns} from publisher where name = @name", new { name });
        if (row is { Kind: not Publisher.SourceKind })
        {
            throw new ProblemException(ProblemCodes.NameTaken, $"There is a publisher '{name}' that is no source.");
        }

        var text = JsonSerializer.Serialize(spec, PlumbJson.Default.SourceSpec);
        var live = row is not null && scope.Single<long?>("select deleted_at from publisher where id = @Id", row) is null;
        if (live && row!.Spec == text)
        {
            return false;
        }

        var id = row?.Id ?? scope.NewId();
        if (row is not null)
        {
            scope.Execute("update publisher set spec = @text, deleted_at = null where id = @Id", new { text, row.Id });
        }
        else
        {
            var ordinal = scope.Single<long?>("select max(ordinal) from publisher where kind = 'source'") is { } last ? last + 1 : 0;
            scope.Execute(
                "insert into publisher (id, name, kind, ordinal, spec, created_at) values (@id, @name, 'source', @ordinal, @text, @now)",
                new { id, name, ordinal, text, now = scope.Now.ToStored() });
        }

        scope.ChangeFacts();
        Stacks.Views.StackBoard.TouchAll(scope);
        scope.Note(actor, row is null ? "source.create" : "source.change", name);
        if (!live)
        {
            ApplySets.Made(scope, actor, "source", id, name);
        }

        return true;
    }

    /// <summary>The source goes; its stacks are gone from their source as if their directories had been removed.</summary>
    public Task DeleteAsync(PublisherRow row, Actor actor, CancellationToken cancellation) => writer.WriteAsync(
        scope =>
        {
            var now = scope.Now.ToStored();
            scope.Execute("update publisher set deleted_at = @now, complete_at = coalesce(complete_at, @now) where id = @Id", new { row.Id, now });
            foreach (var id in scope.Query<string>("select id from stack where publisher_id = @Id and gone_at is null", row))
            {
                scope.Execute("update stack set gone_at = @now where id = @id", new { id, now });
                scope.Touch(id);
                GoneStacks.Collect(scope, defaults, id);
            }

            scope.ChangeFacts();
            scope.Note(actor, "source.delete", row.Name);
            scope.Then(() => _refreshes.TryRemove(row.Name, out _));
        },
        cancellation);

    /// <summary>The agent of the same process serves these sources: who starts both consents for it.</summary>
    public static void Subscribe(WriteScope scope, string agentName, string sourceName)
    {
        var agent = Sessions.Ensure(scope, agentName);
        var made = scope.Execute(
            "insert into subscription (agent_id, publisher_id) select @Id, id from publisher where name = @sourceName on conflict do nothing",
            new { agent.Id, sourceName });
        if (made > 0)
        {
            scope.ChangeAgent(agent.Id);
            Stacks.Views.StackBoard.TouchAll(scope);
        }
    }

    public async Task RecordAsync(string sourceName, RefreshStatus status, CancellationToken cancellation)
    {
        var before = _refreshes.GetValueOrDefault(sourceName);
        _refreshes[sourceName] = status;
        if (before != status)
        {
            events.Refreshed(new RefreshStatusEvent(
                sourceName, status.Revision, status.CommitMessage, status.Ref, status.RefType, status.RefreshedAt, status.Status, status.Error));
        }

        // A poll that finds the same commit writes nothing: the time alone is not worth a write.
        var settled = status.Status is "completed" or "failed";
        var stored = Find(sourceName)?.ToRefresh();
        if (settled && (stored is null || stored with { RefreshedAt = null } != status with { RefreshedAt = null }))
        {
            var text = JsonSerializer.Serialize(status, PlumbJson.Default.RefreshStatus);
            await writer.WriteAsync(scope => scope.Execute("update publisher set refresh = @text where name = @sourceName", new { text, sourceName }), cancellation);
        }
    }
}
