using Plumb.Contracts.Targets;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>What people ask of a stack.</summary>
internal static class StackRequests
{
    /// <returns>The request's id.</returns>
    public static string Ask(WriteScope scope, string stackId, StackAsk ask, string by)
    {
        var id = scope.NewId();
        scope.Execute(
            """
            insert into stack_request (id, stack_id, ask, asked_by, asked_at) values (@id, @stackId, @ask, @by, @now)
            on conflict (stack_id, ask) do update set id = excluded.id, asked_by = excluded.asked_by, asked_at = excluded.asked_at
            """,
            new { id, stackId, ask = ask.ToString(), by, now = scope.Now.ToStored() });
        scope.Touch(stackId);
        scope.ChangeFacts();
        return id;
    }

    public static void Handled(WriteScope scope, string stackId, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0 && scope.Execute("delete from stack_request where stack_id = @stackId and id in @ids", new { stackId, ids }) > 0)
        {
            scope.Touch(stackId);
            scope.ChangeFacts();
        }
    }
}
