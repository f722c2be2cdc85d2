using Plumb.Contracts.Agents;
using Plumb.Contracts.Problems;
using Plumb.Server.Api;
using Plumb.Server.Applying;
using Plumb.Server.Audit;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>What people say of agents.</summary>
internal sealed class AgentDesk(StoreWriter writer, AgentTable agents, AgentChanges changes, AgentViews views)
{
    public AgentRow? Find(string agent) => agents.Find(RouteNames.Decode(agent));

    /// <exception cref="ProblemException">There is none.</exception>
    public AgentRow Known(string agent) => Find(agent) ?? throw new ProblemException(ProblemCodes.AgentUnknown, $"There is no agent '{RouteNames.Decode(agent)}'.");

    public ValueTask<AgentView> ViewAsync(string agent, CancellationToken cancellation) => views.OneAsync(Known(agent), cancellation);

    /// <returns>Whether anything changed, and whether the agent was made.</returns>
    public Task<(bool Changed, bool Made)> PutAsync(string name, AgentBody body, Actor actor, bool mustBeNew, CancellationToken cancellation)
    {
        var labels = body.Labels is null ? null : Checked.Labels(body.Labels);
        var annotations = body.Annotations is null ? null : Checked.Annotations(body.Annotations);
        return writer.WriteAsync(
            scope =>
            {
                var known = scope.Single<string>("select id from agent where name = @name", new { name });
                if (known is not null && mustBeNew)
                {
                    throw new ProblemException(ProblemCodes.NameTaken, $"There is an agent '{name}'.");
                }

                // One that is new offers no driver yet: it runs nothing before its first session.
                var id = known ?? Sessions.Ensure(scope, name).Id;
                var changed = known is null;
                if (known is null)
                {
                    Mark(scope, id, labels, annotations);
                }
                else
                {
                    changed = changes.Apply(scope, id, () => Mark(scope, id, labels, annotations));
                }

                if (changed)
                {
                    scope.Note(actor, known is null ? "agent.create" : "agent.change", name);
                }

                if (known is null)
                {
                    ApplySets.Made(scope, actor, "agent", id, name);
                }

                return (changed, known is null);
            },
            cancellation);
    }

    /// <param name="agent">As the route names it.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="action">For the audit log.</param>
    /// <param name="mark">For the audit log.</param>
    /// <param name="change">Answers how many rows it changed.</param>
    public async Task<AgentView> MarkAsync(string agent, Actor actor, string action, string mark, Func<WriteScope, AgentRow, int> change, CancellationToken cancellation)
    {
        var row = Known(agent);
        await writer.WriteAsync(
            scope =>
            {
                if (scope.Single<long?>("select 1 from agent where id = @Id", row) is null)
                {
                    throw new ProblemException(ProblemCodes.AgentUnknown, $"There is no agent '{row.Name}' any more.");
                }

                if (changes.Apply(scope, row.Id, () => change(scope, row) > 0))
                {
                    scope.Note(actor, action, $"{row.Name} {mark}");
                }
            },
            cancellation);
        return await ViewAsync(agent, cancellation);
    }

    private static bool Mark(WriteScope scope, string agentId, IReadOnlyList<string>? labels, IReadOnlyDictionary<string, string>? annotations) =>
        (labels is null ? 0 : AgentMarks.SetLabels(scope, agentId, labels)) + (annotations is null ? 0 : AgentMarks.SetAnnotations(scope, agentId, annotations)) > 0;
}
