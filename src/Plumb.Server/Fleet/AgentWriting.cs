using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Stacks;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Keys;
using Plumb.Server.Stacks;
using Plumb.Server.Stacks.Deleting;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>Agents are made, marked and forgotten by people.</summary>
internal static class AgentWriting
{
    public static void MapAgentWriting(this IEndpointRouteBuilder routes)
    {
        var agents = routes.MapGroup("/api/v1/agents").WithTags("agents");
        agents.MapPost("", MakeAsync).Needs(Access.Administer).Produces<AgentView>(201).WithSummary("Makes an agent before it ever came.");
        agents.MapPut("/{agent}", PutAsync).Needs(Access.Administer).Produces<AgentView>(200).Produces<AgentView>(201).WithSummary("Makes the agent, or changes what people said of it.");
        agents.MapDelete("/{agent}", DeleteAsync).Needs(Access.Administer).Produces(204)
            .WithSummary("The agent and its keys go. With forget=true also while it has stacks: nobody waits for it any more, and what runs there stays.");
        agents.MapPut("/{agent}/labels/{label}", LabelAsync).Needs(Access.Administer).WithSummary("Gives it a label.");
        agents.MapDelete("/{agent}/labels/{label}", UnlabelAsync).Needs(Access.Administer).Produces(204).WithSummary("Takes a label that people gave it.");
        agents.MapPut("/{agent}/annotations/{key}", AnnotateAsync).Needs(Access.Administer).WithSummary("Gives it an annotation, or another value.");
        agents.MapDelete("/{agent}/annotations/{key}", UnannotateAsync).Needs(Access.Administer).Produces(204).WithSummary("Takes an annotation that people gave it.");
    }

    private static async Task<IResult> MakeAsync(AgentBody body, HttpContext context, AgentDesk desk, CancellationToken cancellation)
    {
        var name = Checked.Name(body.Name, "an agent's name");
        var (_, made) = await desk.PutAsync(name, body, context.Actor(), mustBeNew: true, cancellation);
        return Answer(await desk.ViewAsync(name, cancellation), made);
    }

    private static async Task<IResult> PutAsync(string agent, AgentBody body, HttpContext context, AgentDesk desk, CancellationToken cancellation)
    {
        var name = desk.Find(agent)?.Name ?? Checked.Name(RouteNames.Decode(agent), "an agent's name");
        if (body.Name is { } other && other != name)
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, $"The route names agent '{name}', the body another one.");
        }

        var (_, made) = await desk.PutAsync(name, body, context.Actor(), mustBeNew: false, cancellation);
        return Answer(await desk.ViewAsync(name, cancellation), made);
    }

    private static async Task<IResult> DeleteAsync(string agent, bool? forget, HttpContext context, AgentDesk desk, StoreWriter writer, KeyStore keys, AgentChanges changes, PolicyDefaults defaults, CancellationToken cancellation)
    {
        var row = desk.Known(agent);
        await writer.WriteAsync(
            scope =>
            {
                var has = scope.Query<string>(
                    """
                    select stack_id from stack_state where agent_id = @Id and gone = 0
                    union select stack_id from deletion_agent where agent_id = @Id and confirmed_at is null
                    """,
                    row);
                if (has.Count > 0 && forget != true)
                {
                    throw new ProblemException(ProblemCodes.AgentHolds, $"Agent {row.Name} has {has.Count} stacks.");
                }

                changes.Apply(scope, row.Id, () => scope.Execute("delete from agent where id = @Id", row) > 0);
                foreach (var stackId in has)
                {
                    scope.Touch(stackId);
                    GoneStacks.Collect(scope, defaults, stackId);
                }

                Deletions.ArchiveAll(scope);
                keys.RevokeAll(scope, Role.Agent, row.Name);
                scope.Note(context.Actor(), forget == true ? "agent.forget" : "agent.delete", row.Name);
            },
            cancellation);
        return TypedResults.NoContent();
    }

    private static Task<AgentView> LabelAsync(string agent, string label, HttpContext context, AgentDesk desk, CancellationToken cancellation)
    {
        var name = Checked.Name(RouteNames.Decode(label), "a label");
        return desk.MarkAsync(agent, context.Actor(), "agent.label", name, (scope, row) => AgentMarks.Label(scope, row.Id, name), cancellation);
    }

    private static async Task<IResult> UnlabelAsync(string agent, string label, HttpContext context, AgentDesk desk, CancellationToken cancellation)
    {
        var name = Checked.Name(RouteNames.Decode(label), "a label");
        await desk.MarkAsync(
            agent, context.Actor(), "agent.unlabel", name,
            (scope, row) => AgentMarks.Unlabel(scope, row.Id, name) is > 0 and var taken ? taken
                : !row.DeclaredLabels.Contains(name, StringComparer.Ordinal) ? 0
                : throw new ProblemException(ProblemCodes.Declared, $"Agent {row.Name} has the label {name} from its own configuration."),
            cancellation);
        return TypedResults.NoContent();
    }

    private static Task<AgentView> AnnotateAsync(string agent, string key, AnnotationBody body, HttpContext context, AgentDesk desk, CancellationToken cancellation)
    {
        var (name, value) = (Checked.Name(RouteNames.Decode(key), "an annotation's key"), Checked.Value(body.Value));
        return desk.MarkAsync(agent, context.Actor(), "agent.annotate", name, (scope, row) => AgentMarks.Annotate(scope, row.Id, name, value), cancellation);
    }

    private static async Task<IResult> UnannotateAsync(string agent, string key, HttpContext context, AgentDesk desk, CancellationToken cancellation)
    {
        var name = Checked.Name(RouteNames.Decode(key), "an annotation's key");
        await desk.MarkAsync(
            agent, context.Actor(), "agent.unannotate", name,
            (scope, row) => AgentMarks.Unannotate(scope, row.Id, name) is > 0 and var taken ? taken
                : !row.DeclaredAnnotations.ContainsKey(name) ? 0
                : throw new ProblemException(ProblemCodes.Declared, $"Agent {row.Name} has the annotation {name} from its own configuration."),
            cancellation);
        return TypedResults.NoContent();
    }

    private static IResult Answer(AgentView view, bool made) =>
        made ? TypedResults.Created($"/api/v1/agents/{Uri.EscapeDataString(view.Name)}", view) : TypedResults.Ok(view);
}
