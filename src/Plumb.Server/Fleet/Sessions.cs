using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Server.Audit;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Agents' processes: the newest generation works, an older one is told so.</summary>
internal sealed class Sessions(StoreWriter writer, Presence presence, AgentChanges changes)
{
    /// <summary>Opens a session; the agent is made when it has none yet.</summary>
    public async Task<SessionGrant> OpenAsync(string agentName, SessionRequest request, Actor actor, CancellationToken cancellation) => await writer.WriteAsync(
        scope =>
        {
            var interval = TimeSpan.FromSeconds(request.IntervalSeconds);
            Describe(scope, agentName, request.Labels, request.Annotations);
            var row = Ensure(scope, agentName);
            // Grows over a lost database, too: what an agent kept on disk carries its old generation.
            var generation = Math.Max(row.Generation + 1, scope.Now.ToStored());
            var drivers = JsonSerializer.Serialize(request.Drivers, PlumbJson.Default.IReadOnlyListString);
            // Other drivers: which stacks it may run is another answer now.
            changes.Apply(scope, row.Id, () => row.Drivers != drivers && scope.Execute("update agent set drivers = @drivers where id = @Id", new { row.Id, drivers }) > 0);
            scope.Execute(
                """
                update agent set instance = @Instance, version = @Version, interval_ms = @interval, generation = @generation, last_seen = @now
                where id = @Id
                """,
                new { row.Id, request.Instance, request.Version, generation, interval = (long)interval.TotalMilliseconds, now = scope.Now.ToStored() });
            scope.TouchAgent(row.Id);
            scope.Note(actor, "agent.session", $"{agentName} {generation}");
            scope.Then(() =>
            {
                presence.Know(row.Id, interval, seen: null);
                presence.Heard(row.Id);
            });
            return new SessionGrant(generation);
        },
        cancellation);

    /// <summary>A generation newer than the newest one here was granted before the database was lost: it is the newest.</summary>
    public static void Remember(WriteScope scope, string agentId, long generation, long newest)
    {
        if (generation > newest)
        {
            scope.Execute("update agent set generation = @generation where id = @agentId", new { generation, agentId });
            scope.TouchAgent(agentId);
        }
    }

    /// <summary>Far enough from any clock to be nobody's grant.</summary>
    public static bool IsGrantable(long generation, DateTimeOffset now) => generation > 0 && generation <= (now + TimeSpan.FromDays(366)).ToStored();

    /// <summary>The agent of this name, made when there is none.</summary>
    public static AgentRow Ensure(WriteScope scope, string name)
    {
        var made = scope.Execute(
            """
            insert into agent (id, name, drivers, interval_ms, labels, annotations, generation, target_version, target_facts, created_at)
            values (@id, @name, '[]', 30000, '[]', '{}', 0, 0, 0, @now) on conflict (name) do nothing
            """,
            new { id = scope.NewId(), name, now = scope.Now.ToStored() });
        var row = scope.Single<AgentRow>($"select {AgentRow.Columns} from agent where name = @name", new { name })!;
        if (made > 0)
        {
            scope.ChangeAgent(row.Id);
        }

        return row;
    }

    /// <summary>The agent of this name, made when there is none, with these labels and annotations; null: as they are.</summary>
    public static void Describe(WriteScope scope, string name, IReadOnlyList<string>? labels, IReadOnlyDictionary<string, string>? annotations)
    {
        var row = Ensure(scope, name);
        var (newLabels, newAnnotations) = (
            labels is null ? row.Labels : JsonSerializer.Serialize(labels, PlumbJson.Default.IReadOnlyListString),
            annotations is null ? row.Annotations : JsonSerializer.Serialize(annotations, PlumbJson.Default.IReadOnlyDictionaryStringString));
        if (scope.Execute(
            "update agent set labels = @newLabels, annotations = @newAnnotations where id = @Id and (labels <> @newLabels or annotations <> @newAnnotations)",
            new { newLabels, newAnnotations, row.Id }) > 0)
        {
            scope.ChangeAgent(row.Id);
        }
    }
}
