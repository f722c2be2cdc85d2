using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Applying;
using Plumb.Server.Audit;
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
        routes.MapGet("/api/v1/targets", Targets).Needs(Access.Read).WithTags("agents").WithSummary("All explicit ties, by agent and stack.");
        routes.MapGet("/api/v1/subscriptions", Subscriptions).Needs(Access.Read).WithTags("agents").WithSummary("Which agent consented to serve which publisher, by agent and publisher.");
        var agent = routes.MapGroup("/api/v1/agents/{agent}").WithTags("agents");
        agent.MapPut("/targets/{target}", TieAsync).Needs(Access.Administer)
            .WithSummary("Ties the agent to a stack, by id or name. Has no effect before the agent serves the stack's publisher.");
        agent.MapDelete("/targets/{target}", UntieAsync).Needs(Access.Administer).Produces(204).WithSummary("Unties it: the stack goes there, under its removal policy.");
        agent.MapPut("/subscriptions/{subscription}", SubscribeAsync).Needs(Access.Consent).WithSummary("The agent consents to serve a publisher.");
        agent.MapDelete("/subscriptions/{subscription}", UnsubscribeAsync).Needs(Access.Consent).Produces(204)
            .WithSummary("The agent withdraws its consent: the publisher's stacks go there, under their removal policies.");
    }

    private static async Task<Page<TargetView>> Targets(int? limit, string? after, FactsCache facts, CancellationToken cancellation)
    {
        var most = Paging.Limit(limit);
        var now = await facts.GetAsync(cancellation);
        var all = from agent in now.Agents.Values
                  from id in agent.Targets
                  let stack = now.Stacks.GetValueOrDefault(id)
                  where stack is not null
                  let why = Missing(agent, stack)
                  select new TargetView(agent.Name, stack.DisplayName, InEffect: why is null, why);
        return Page(all, tie => $"{tie.Agent} {tie.Stack}", after, most);
    }

    private static async Task<Page<SubscriptionView>> Subscriptions(int? limit, string? after, FactsCache facts, CancellationToken cancellation)
    {
        var most = Paging.Limit(limit);
        var now = await facts.GetAsync(cancellation);
        var all = from agent in now.Agents.Values
                  from id in agent.Subscriptions
                  let publisher = now.Publishers.GetValueOrDefault(id)
                  where publisher is not null
                  select new SubscriptionView(agent.Name, publisher.Name);
        return Page(all, tie => $"{tie.Agent} {tie.Publisher}", after, most);
    }

    // No name has a space: as a separator it keeps the order of pairs.
    private static Page<T> Page<T>(IEnumerable<T> all, Func<T, string> cursor, string? after, int most) => Paging.Of(
        [.. all.OrderBy(cursor, StringComparer.Ordinal).Where(item => after is null || string.CompareOrdinal(cursor(item), after) > 0).Take(most + 1)], most, cursor);

    private static async Task<TargetView> TieAsync(
        string agent, string target, HttpContext context, AgentDesk desk, StackBoard board, FactsCache facts, CancellationToken cancellation)
    {
        var (row, stack) = (desk.Known(agent), board.Known(target).View);
        await desk.MarkAsync(
            agent, context.Actor(), "agent.target", stack.Name,
            (scope, _) =>
            {
                var tied = scope.Execute(
                    "insert into target (agent_id, stack_id) select @agentId, id from stack where id = @stackId on conflict (agent_id, stack_id) do nothing",
                    new { agentId = row.Id, stackId = stack.Id });
                if (tied > 0)
                {
                    ApplySets.Made(scope, context.Actor(), "target", $"{row.Id}/{stack.Id}", $"{row.Name}/{stack.Name}");
                }

                return tied;
            },
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
            await writer.WriteAsync(
                scope =>
                {
                    Sessions.Ensure(scope, name);
                    scope.Note(context.Actor(), "agent.create", name);
                },
                cancellation);
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
