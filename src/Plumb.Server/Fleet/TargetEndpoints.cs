using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Agents;
using Plumb.Server.Api;
using Plumb.Server.Publishers;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Views;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Explicit ties, by people; and consent, by the agent itself and nobody else.</summary>
internal static class TargetEndpoints
{
    public static void MapTargets(this IEndpointRouteBuilder routes)
    {
        var agent = routes.MapGroup("/api/v1/agents/{agent}").WithTags("agents");
        agent.MapPut("/targets/{target}", TieAsync).Needs(Access.Administer)
            .WithSummary("Ties the agent to a stack, by id or name. Has no effect before the agent serves the stack's publisher.");
        agent.MapDelete("/targets/{target}", UntieAsync).Needs(Access.Administer).Produces(204).WithSummary("Unties it: the stack goes there, under its removal policy.");
        agent.MapPut("/subscriptions/{subscription}", SubscribeAsync).Needs(Access.Consent).WithSummary("The agent consents to serve a publisher.");
        agent.MapDelete("/subscriptions/{subscription}", UnsubscribeAsync).Needs(Access.Consent).Produces(204)
            .WithSummary("The agent withdraws its consent: the publisher's stacks go there, under their removal policies.");
    }

    private static async Task<TargetView> TieAsync(
        string agent, string target, HttpContext context, AgentDesk desk, StackBoard board, FactsCache facts, CancellationToken cancellation)
    {
        var (row, stack) = (desk.Known(agent), board.Known(target).View);
        await desk.MarkAsync(
            agent, context.Actor(), "agent.target", stack.Name,
            (scope, _) => scope.Execute(
                "insert into target (agent_id, stack_id) select @agentId, id from stack where id = @stackId on conflict (agent_id, stack_id) do nothing",
                new { agentId = row.Id, stackId = stack.Id }),
            cancellation);
        var now = await facts.GetAsync(cancellation);
        var why = now.Agents.TryGetValue(row.Id, out var known) && now.Stacks.TryGetValue(stack.Id, out var tied) ? Missing(known, tied) : "One of the two was deleted meanwhile.";
        return new TargetView(row.Name, stack.Name, InEffect: why is null, why);
    }

    private static string? Missing(Agent agent, Stack stack) =>
        Responsibility.Holds(agent, stack) ? null
        : stack.Deletion is not null ? $"The stack is being deleted."
        : !Responsibility.Serves(agent, stack.Publisher) ? $"Agent {agent.Name} did not subscribe to publisher {stack.Publisher.Name}: start it with 'plumb agent --subscribe {stack.Publisher.Name}'."
        : $"Agent {agent.Name} does not offer the driver {stack.Driver}.";

    private static async Task<IResult> UntieAsync(string agent, string target, HttpContext context, AgentDesk desk, StackBoard board, CancellationToken cancellation)
    {
        var stack = board.Known(target).View;
        await desk.MarkAsync(
            agent, context.Actor(), "agent.untarget", stack.Name,
            (scope, row) => scope.Execute("delete from target where agent_id = @agentId and stack_id = @stackId", new { agentId = row.Id, stackId = stack.Id }),
            cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<SubscriptionView> SubscribeAsync(
        string agent, string subscription, HttpContext context, AgentDesk desk, PublisherStore publishers, StoreWriter writer, CancellationToken cancellation)
    {
        var publisher = publishers.Known(subscription);
        if (desk.Find(agent) is null)
        {
            // The key says that there is such an agent: its configuration may speak before its first session.
            var name = RouteNames.Decode(agent);
            await writer.WriteAsync(scope => { Sessions.Ensure(scope, name); }, cancellation);
        }

        await desk.MarkAsync(
            agent, context.Actor(), "agent.subscribe", publisher.Name,
            (scope, row) => scope.Execute(
                "insert into subscription (agent_id, publisher_id) select @agentId, id from publisher where id = @publisherId on conflict (agent_id, publisher_id) do nothing",
                new { agentId = row.Id, publisherId = publisher.Id }),
            cancellation);
        return new SubscriptionView(desk.Known(agent).Name, publisher.Name);
    }

    private static async Task<IResult> UnsubscribeAsync(string agent, string subscription, HttpContext context, AgentDesk desk, PublisherStore publishers, CancellationToken cancellation)
    {
        var publisher = publishers.Known(subscription);
        await desk.MarkAsync(
            agent, context.Actor(), "agent.unsubscribe", publisher.Name,
            (scope, row) => scope.Execute("delete from subscription where agent_id = @agentId and publisher_id = @publisherId", new { agentId = row.Id, publisherId = publisher.Id }),
            cancellation);
        return TypedResults.NoContent();
    }
}
