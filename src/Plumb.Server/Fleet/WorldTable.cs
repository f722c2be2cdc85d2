using System.Text.Json;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>The worlds of each agent, as it told of them last.</summary>
internal static class WorldTable
{
    public static void Keep(WriteScope scope, ReportOrigin origin, WorldReport report)
    {
        scope.Execute(
            """
            insert into world (agent_id, name, generation, number, body) values (@AgentId, @World, @Generation, @Number, @body)
            on conflict (agent_id, name) do update set generation = excluded.generation, number = excluded.number, body = excluded.body
            where excluded.generation > world.generation or (excluded.generation = world.generation and excluded.number > world.number)
            """,
            new { origin.AgentId, report.World.World, origin.Generation, origin.Number, body = JsonSerializer.Serialize(report.World, PlumbJson.Default.WorldView) });
        var handled = scope.Execute("delete from breaker_request where agent_id = @AgentId and id in @Handled", new { origin.AgentId, report.Handled });
        if (handled > 0)
        {
            scope.ChangeAgent(origin.AgentId);
        }
    }

    public static WorldView Parse(string body) => JsonSerializer.Deserialize(body, PlumbJson.Default.WorldView)!;
}
