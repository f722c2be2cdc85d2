using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Server.Alerts;
using Plumb.Server.Decisions;
using Plumb.Server.Notices.Outbox;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Acknowledging;
using Plumb.Server.Stacks.Deleting;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Takes what agents say: any order, any number of times; of one thing the newest observation wins.</summary>
internal sealed class ReportSink(StoreWriter writer, AgentTable agents, Presence presence, PolicyDefaults defaults, NoticeOutbox notices)
{
    /// <returns>The newest generation when it is another than the batch's, and nothing was taken; else null.</returns>
    public Task<long?> AcceptAsync(string agentId, string agentName, ReportBatch batch, CancellationToken cancellation)
    {
        presence.Heard(agentId);
        if (batch.Items.Count == 0 && agents.Find(agentName) is { } row && row.Generation == batch.Generation)
        {
            // A sign of life, and no more.
            return Task.FromResult<long?>(null);
        }

        return writer.WriteAsync(
            scope =>
            {
                var newest = scope.Single<long>("select generation from agent where id = @agentId", new { agentId });
                if (batch.Generation < newest)
                {
                    return (long?)newest;
                }

                Sessions.Remember(scope, agentId, batch.Generation, newest);

                foreach (var item in batch.Items)
                {
                    Take(scope, new ReportOrigin(agentId, agentName, item.Generation ?? batch.Generation, item.Number), item);
                }

                return null;
            },
            cancellation);
    }

    private void Take(WriteScope scope, ReportOrigin origin, ReportItem item)
    {
        switch (item)
        {
            case StackReport report:
                if (!TakeStack(scope, origin, report.StackId, report))
                {
                    // Taken, it is of a stack that is known here, and so no stray.
                    StrayRemovals.Seen(scope, origin, report);
                }

                Deletions.Seen(scope, report.StackId, origin.AgentId);
                StackRequests.Handled(scope, report.StackId, report.Handled);
                break;
            case StackGone gone:
                var newest = TakeStack(scope, origin, gone.StackId, report: null);
                if (newest)
                {
                    notices.NoteGone(scope, gone.StackId, origin.Agent);
                }

                if (newest || scope.Single<long?>("select 1 from stack where id = @StackId", new { gone.StackId }) is null)
                {
                    Deletions.Confirmed(scope, gone.StackId, origin.AgentId);
                }

                if (scope.Execute("delete from removal_acknowledgement where agent_id = @AgentId and stack_id = @StackId", new { origin.AgentId, gone.StackId }) > 0)
                {
                    scope.ChangeAgent(origin.AgentId);
                }

                StrayRemovals.Gone(scope, origin, gone.StackId);
                GoneStacks.Collect(scope, defaults, gone.StackId);
                break;
            case DecisionReport decision:
                if (DecisionTable.Keep(scope, origin, decision.Decision))
                {
                    notices.Note(scope, decision.Decision, origin.Agent);
                }

                break;
            case AlertReport alert:
                foreach (var change in AlertTable.Keep(scope, origin, alert.Alert))
                {
                    notices.Note(scope, change, origin.Agent);
                }

                break;
            case AlertsStanding standing:
                foreach (var over in AlertTable.End(scope, origin, standing.Firing))
                {
                    notices.Note(scope, over, origin.Agent);
                }

                break;
            case WorldReport world:
                WorldTable.Keep(scope, origin, world);
                break;
            default:
                throw new InvalidOperationException($"A report of kind {item.GetType().Name} has no place to go.");
        }
    }

    /// <returns>Whether it is newer than what was known.</returns>
    private static bool TakeStack(WriteScope scope, ReportOrigin origin, string stackId, StackReport? report)
    {
        // A stack that is no more is not known here either: its late reports say nothing of use.
        var taken = scope.Execute(
            """
            insert into stack_state (agent_id, stack_id, generation, number, gone, report, received_at)
            select @AgentId, @stackId, @Generation, @Number, @gone, @body, @now where exists (select 1 from stack where id = @stackId)
            on conflict (agent_id, stack_id) do update set generation = excluded.generation, number = excluded.number, gone = excluded.gone,
              report = excluded.report, received_at = excluded.received_at
            where excluded.generation > stack_state.generation or (excluded.generation = stack_state.generation and excluded.number > stack_state.number)
            """,
            new
            {
                origin.AgentId,
                stackId,
                origin.Generation,
                origin.Number,
                gone = report is null ? 1 : 0,
                body = report is null ? null : JsonSerializer.Serialize(report, PlumbJson.Default.StackReport),
                now = scope.Now.ToStored(),
            });
        if (taken > 0)
        {
            scope.Touch(stackId);
        }

        return taken > 0;
    }
}

/// <summary>Who said something, and where it stands in what that agent said.</summary>
internal sealed record ReportOrigin(string AgentId, string Agent, long Generation, long Number);
