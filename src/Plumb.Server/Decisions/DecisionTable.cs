using System.Text.Json;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Json;
using Plumb.Server.Fleet;
using Plumb.Server.Storage;

namespace Plumb.Server.Decisions;

/// <summary>Decisions as agents told of them, for 30 days.</summary>
internal static class DecisionTable
{
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    /// <returns>Whether it is new.</returns>
    public static bool Keep(WriteScope scope, ReportOrigin origin, DecisionView decision) => scope.Execute(
        "insert into decision (id, agent_id, stack_id, started, body) values (@Id, @AgentId, @StackId, @started, @body) on conflict (id) do nothing",
        new
        {
            decision.Id,
            origin.AgentId,
            decision.StackId,
            started = decision.Started.ToStored(),
            body = JsonSerializer.Serialize(decision with { Agent = origin.Agent }, PlumbJson.Default.DecisionView),
        }) > 0;

    public static int Prune(WriteScope scope) =>
        scope.Execute("delete from decision where started < @before", new { before = (scope.Now - Retention).ToStored() });
}
