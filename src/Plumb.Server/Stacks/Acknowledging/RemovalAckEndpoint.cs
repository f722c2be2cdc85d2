using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Acknowledging;

/// <summary>A person lets go what an agent holds because too much would go at once: exactly the stacks that it holds now.</summary>
internal static class RemovalAckEndpoint
{
    /// <summary>The hold that a person lifts here.</summary>
    public const string Held = "MassRemoval";

    public static void MapRemovalAcknowledging(this IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/agents/{agent}/removals/ack", AckAsync)
        .Needs(Access.Operate).WithTags("agents").WithSummary("Lets the stacks go that this agent holds MassRemoval now.");

    private static async Task<RemovalAckView> AckAsync(string agent, HttpContext context, AgentTable agents, StoreWriter writer, CancellationToken cancellation)
    {
        var row = agents.Find(RouteNames.Decode(agent)) ?? throw new ProblemException(ProblemCodes.AgentUnknown, $"There is no agent '{agent}'.");
        var actor = context.Actor();
        var stacks = await writer.WriteAsync(scope => Take(scope, row.Id, actor), cancellation);
        return stacks.Count > 0
            ? new RemovalAckView(row.Name, stacks)
            : throw new ProblemException(ProblemCodes.AckNothing, $"The agent '{row.Name}' holds no removal.");
    }

    private static IReadOnlyList<string> Take(WriteScope scope, string agentId, Actor actor)
    {
        var names = new List<string>();
        foreach (var row in scope.Query<StackStateRow>($"{StackStateRow.Select} and t.agent_id = @agentId", new { agentId }))
        {
            var report = JsonSerializer.Deserialize(row.Report, PlumbJson.Default.StackReport)!;
            if (report.Holds.FirstOrDefault(hold => hold.Reason == Held) is not { } hold)
            {
                continue;
            }

            // The agent's clock may be ahead of this one.
            var at = hold.Since > scope.Now ? hold.Since : scope.Now;
            scope.Execute(
                """
                insert into removal_acknowledgement (agent_id, stack_id, asked_by, asked_at) values (@agentId, @StackId, @Name, @at)
                on conflict (agent_id, stack_id) do update set asked_by = excluded.asked_by, asked_at = excluded.asked_at
                """,
                new { agentId, row.StackId, actor.Name, at = at.ToStored() });
            names.Add(scope.Single<string>("select name from stack where id = @StackId", row)!);
        }

        names.AddRange(StrayRemovals.LetGo(scope, agentId, actor));
        if (names.Count > 0)
        {
            scope.ChangeAgent(agentId);
            scope.Note(actor, "removals.ack", string.Join(", ", names.Order(StringComparer.Ordinal)));
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }
}
