using Plumb.Server.Audit;
using Plumb.Server.Fleet;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks.Deleting;

/// <summary>
/// Deleting a stack leaves a marker for each agent that may have some of it. A marker is its own permission; the stack is archived once every one of
/// these agents has confirmed, or was forgotten, and not before.
/// </summary>
internal static class Deletions
{
    /// <param name="scope">The transaction.</param>
    /// <param name="facts">As they are before it.</param>
    /// <param name="stackId">One of the facts' stacks, not deleted yet.</param>
    /// <param name="keepRunning">The agents leave the containers, and give up the ownership.</param>
    /// <param name="actor">Who deletes it.</param>
    public static void Mark(WriteScope scope, FleetFacts facts, string stackId, bool keepRunning, Actor actor)
    {
        var stack = facts.Stacks[stackId];
        scope.Execute(
            """
            insert into deletion (stack_id, name, scope, path, sequence, keep_running, deleted_by, deleted_at)
            values (@Id, @DisplayName, @Scope, @Name, @sequence, @keep, @by, @now) on conflict (stack_id) do nothing
            """,
            new { stack.Id, stack.DisplayName, stack.Publisher.Scope, stack.Name, sequence = scope.Next("sequence"), keep = keepRunning ? 1 : 0, by = actor.Name, now = scope.Now.ToStored() });
        foreach (var agent in facts.ResponsibleFor(stack))
        {
            Tell(scope, stackId, agent.Id);
        }

        foreach (var agentId in scope.Query<string>("select agent_id from stack_state where stack_id = @stackId and gone = 0", new { stackId }))
        {
            Tell(scope, stackId, agentId);
        }

        scope.Note(actor, keepRunning ? "stack.delete.keep-running" : "stack.delete", stack.DisplayName);
        scope.ChangeStack(stackId);
        Archive(scope, stackId);
    }

    /// <summary>An agent says that it has some of it, whether it was known to or not: it is told.</summary>
    public static void Seen(WriteScope scope, string stackId, string agentId)
    {
        if (scope.Single<long>("select count(*) from deletion where stack_id = @stackId", new { stackId }) > 0)
        {
            Tell(scope, stackId, agentId);
        }
    }

    /// <summary>An agent saw that nothing of it is left there, or gave its ownership up.</summary>
    public static void Confirmed(WriteScope scope, string stackId, string agentId)
    {
        if (scope.Execute(
            "update deletion_agent set confirmed_at = @now where stack_id = @stackId and agent_id = @agentId and confirmed_at is null",
            new { stackId, agentId, now = scope.Now.ToStored() }) > 0)
        {
            scope.ChangeStack(stackId);
            scope.ChangeAgent(agentId);
            Archive(scope, stackId);
        }
    }

    /// <summary>Agents are gone for ever: what only they were waited for is archived.</summary>
    public static void ArchiveAll(WriteScope scope)
    {
        foreach (var stackId in scope.Query<string>("select stack_id from deletion where archived_at is null"))
        {
            scope.ChangeStack(stackId);
            Archive(scope, stackId);
        }
    }

    /// <summary>Its source names it again: it is desired.</summary>
    public static void Undo(WriteScope scope, string stackId)
    {
        var told = scope.Query<string>("select agent_id from deletion_agent where stack_id = @stackId", new { stackId });
        if (scope.Execute("delete from deletion where stack_id = @stackId", new { stackId }) > 0)
        {
            scope.ChangeStack(stackId);
            foreach (var agentId in told)
            {
                scope.ChangeAgent(agentId);
            }
        }
    }

    private static void Tell(WriteScope scope, string stackId, string agentId)
    {
        if (scope.Execute("insert into deletion_agent (stack_id, agent_id) values (@stackId, @agentId) on conflict (stack_id, agent_id) do nothing", new { stackId, agentId }) > 0)
        {
            scope.ChangeStack(stackId);
            scope.ChangeAgent(agentId);
        }
    }

    private static void Archive(WriteScope scope, string stackId)
    {
        if (scope.Single<long>("select count(*) from deletion_agent where stack_id = @stackId and confirmed_at is null", new { stackId }) == 0
            && scope.Execute("update deletion set archived_at = @now where stack_id = @stackId and archived_at is null", new { stackId, now = scope.Now.ToStored() }) > 0)
        {
            GoneStacks.Forget(scope, stackId);
        }
    }
}
