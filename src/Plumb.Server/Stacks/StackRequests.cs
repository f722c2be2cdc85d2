using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Targets;
using Plumb.Server.Storage;

namespace Plumb.Server.Stacks;

/// <summary>What people ask of a stack.</summary>
internal static class StackRequests
{
    /// <param name="scope">The transaction.</param>
    /// <param name="stackId">Of which stack.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="acknowledged">Of an acknowledgement alone.</param>
    /// <returns>The request's id.</returns>
    public static string Ask(WriteScope scope, string stackId, StackAsk ask, string by, Acknowledgement? acknowledged = null)
    {
        var id = scope.NewId();
        scope.Execute(
            """
            insert into stack_request (id, stack_id, ask, asked_by, asked_at, body) values (@id, @stackId, @ask, @by, @now, @body)
            on conflict (stack_id, ask) do update set id = excluded.id, asked_by = excluded.asked_by, asked_at = excluded.asked_at, body = excluded.body
            """,
            new
            {
                id,
                stackId,
                ask = ask.ToString(),
                by,
                now = scope.Now.ToStored(),
                body = acknowledged is null ? null : JsonSerializer.Serialize(acknowledged, PlumbJson.Default.Acknowledgement),
            });
        scope.ChangeStack(stackId);
        return id;
    }

    /// <summary>An acknowledgement lasts a day; other requests wait for their agent.</summary>
    /// <returns>How many went.</returns>
    public static int Prune(WriteScope scope)
    {
        var until = (scope.Now - TimeSpan.FromDays(2)).ToStored();
        var old = scope.Query<string>("select stack_id from stack_request where ask = 'Acknowledge' and asked_at < @until", new { until });
        foreach (var stackId in old)
        {
            scope.Execute("delete from stack_request where stack_id = @stackId and ask = 'Acknowledge'", new { stackId });
            scope.ChangeStack(stackId);
        }

        return old.Count;
    }

    public static void Handled(WriteScope scope, string stackId, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0 && scope.Execute("delete from stack_request where stack_id = @stackId and id in @ids", new { stackId, ids }) > 0)
        {
            scope.ChangeStack(stackId);
        }
    }
}
