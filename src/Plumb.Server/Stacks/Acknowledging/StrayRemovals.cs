using System.Data.Common;
using Dapper;
using Plumb.Contracts.Reports;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Acknowledging;

/// <summary>
/// Stacks that an agent holds and that are not known here: made after the backup that this store was put back from. Nobody can ask for them by name,
/// but a person can let them go.
/// </summary>
internal static class StrayRemovals
{
    private sealed record Row
    {
        public required string StackId { get; init; }

        public required string Name { get; init; }

        public long Since { get; init; }
    }

    /// <summary>Takes note of a report, the newest of which counts.</summary>
    public static void Seen(WriteScope scope, ReportOrigin origin, StackReport report)
    {
        if (report.Holds.FirstOrDefault(hold => hold.Reason == RemovalAckEndpoint.Held) is not { } hold)
        {
            Forget(
                scope,
                origin.AgentId,
                "delete from stray_removal where agent_id = @AgentId and stack_id = @StackId and (generation < @Generation or (generation = @Generation and number < @Number))",
                new { origin.AgentId, report.StackId, origin.Generation, origin.Number });
            return;
        }

        scope.Execute(
            """
            insert into stray_removal (agent_id, stack_id, name, generation, number, since)
            select @AgentId, @StackId, @name, @Generation, @Number, @since where not exists (select 1 from stack where id = @StackId)
            on conflict (agent_id, stack_id) do update set generation = excluded.generation, number = excluded.number, since = excluded.since
            where excluded.generation > stray_removal.generation or (excluded.generation = stray_removal.generation and excluded.number > stray_removal.number)
            """,
            new { origin.AgentId, report.StackId, name = report.Name ?? report.StackId, origin.Generation, origin.Number, since = hold.Since.ToStored() });
    }

    /// <summary>Nothing of it is left there.</summary>
    public static void Gone(WriteScope scope, ReportOrigin origin, string stackId) =>
        Forget(scope, origin.AgentId, "delete from stray_removal where agent_id = @AgentId and stack_id = @stackId", new { origin.AgentId, stackId });

    /// <summary>The names of those that this agent holds.</summary>
    public static IReadOnlyList<string> Names(DbConnection connection, string agentId) =>
        [.. connection.Query<string>("select name from stray_removal where agent_id = @agentId order by name", new { agentId })];

    /// <summary>A person lets all of them go that this agent holds.</summary>
    /// <returns>Their names.</returns>
    public static IReadOnlyList<string> LetGo(WriteScope scope, string agentId, Actor actor)
    {
        var rows = scope.Query<Row>("select stack_id as StackId, name as Name, since as Since from stray_removal where agent_id = @agentId", new { agentId });
        foreach (var row in rows)
        {
            // The agent's clock may be ahead of this one.
            var at = Math.Max(row.Since, scope.Now.ToStored());
            scope.Execute("update stray_removal set asked_by = @Name, asked_at = @at where agent_id = @agentId and stack_id = @StackId", new { actor.Name, at, agentId, row.StackId });
        }

        return [.. rows.Select(row => row.Name)];
    }

    private static void Forget(WriteScope scope, string agentId, string delete, object which)
    {
        if (scope.Execute(delete, which) > 0)
        {
            scope.ChangeAgent(agentId);
        }
    }
}
