using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Plumb.Contracts.Json;
using Plumb.Contracts.Naming;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Targets;
using Plumb.Server.Api;
using Plumb.Server.Api.Metrics;
using Plumb.Server.Storage;

namespace Plumb.Server.Fleet;

/// <summary>An agent's own doors.</summary>
internal static class AgentDoors
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static void MapAgentDoors(this IEndpointRouteBuilder routes)
    {
        var doors = routes.MapGroup("/api/v1/agents/{agent}").WithTags("agent's own");
        doors.MapPost("/sessions", OpenAsync).Needs(Access.ThatAgent).WithSummary("Opens a session: the newest generation works.");
        doors.MapGet("/target-state", TargetStateAsync).Needs(Access.ThatAgent).Produces<TargetState>().Produces(304)
            .WithSummary("All that the agent should keep true. If-None-Match answers 304; with wait=30s only at the end of it, or at once on a change.");
        doors.MapGet("/content/{checksum}", ContentAsync).Needs(Access.ThatAgent).Produces<StackContent>().WithSummary("A deployment object's content. Never changes.");
        doors.MapPost("/reports", ReportAsync).Needs(Access.ThatAgent).Produces(204).WithSummary("What the agent saw and did. Idempotent, in any order.");
    }

    private static Task<SessionGrant> OpenAsync(string agent, SessionRequest request, HttpContext context, Sessions sessions, AgentTable agents, CancellationToken cancellation)
    {
        var name = agents.Find(RouteNames.Decode(agent))?.Name ?? RouteNames.Decode(agent);
        if (!NameRule.Holds(name))
        {
            throw new ProblemException(ProblemCodes.NameInvalid, $"'{name}' cannot be an agent's name.");
        }

        if (request.Drivers is null || request.Instance is not { Length: > 0 } || request.IntervalSeconds is not (> 0 and <= 86400))
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, "A session needs an instance, drivers, and an interval above zero and up to a day.");
        }

        if (request.Labels?.All(NameRule.Holds) == false || request.Annotations?.All(pair => NameRule.Holds(pair.Key) && NameRule.HoldsForValue(pair.Value)) == false)
        {
            throw new ProblemException(ProblemCodes.NameInvalid, $"Labels and annotation keys are {NameRule.Expected}; an annotation's value is up to 256 characters, none of them a control character.");
        }

        return sessions.OpenAsync(name, request, context.Actor(), cancellation);
    }

    private static async Task TargetStateAsync(
        string agent, string? wait, [FromHeader(Name = "Plumb-Generation")] long? generation, HttpContext context, TargetStates states, AgentNews news, AgentTable agents, Presence presence,
        ServerMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, context.KeyEnded());
        var row = Known(agents, agent);
        Fence(row, generation);
        using var waiting = presence.Waiting(row.Id);
        using var patience = new CancellationTokenSource(Wait(wait), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ending.Token);
        var held = context.Request.Headers.IfNoneMatch.ToString();
        while (true)
        {
            var changed = news.ChangedFor(row.Id);
            var answer = await states.CurrentAsync(row.Id, context.RequestAborted) ?? throw Unknown(agent);
            if (states.CatchesUp(held, answer))
            {
                continue;
            }

            context.Response.Headers.ETag = answer.ETag;
            if (!Holds(held, answer.ETag))
            {
                if (await states.BodyAsync(answer, context.RequestAborted) is { } body)
                {
                    metrics.Polled(changed: true);
                    context.Response.ContentType = "application/json";
                    context.Response.ContentLength = body.Length;
                    await context.Response.Body.WriteAsync(body, context.RequestAborted);
                    return;
                }

                continue;
            }

            if (either.IsCancellationRequested || !await EndsBefore(changed, either.Token))
            {
                context.RequestAborted.ThrowIfCancellationRequested();
                if (context.HasLostItsKey(time.GetUtcNow()))
                {
                    throw new ProblemException(ProblemCodes.KeyInvalid, "The key was revoked, or expired, while this waited.");
                }

                metrics.Polled(changed: false);
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            Fence(Known(agents, agent), generation);
        }
    }

    private static async Task<bool> EndsBefore(Task task, CancellationToken end)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = end.Register(ended.SetResult);
        return await Task.WhenAny(task, ended.Task) == task;
    }

    private static bool Holds(string header, string etag) => header.Split(',').Any(held => held.Trim() == etag);

    private static TimeSpan Wait(string? asked)
    {
        if (asked is null)
        {
            return TimeSpan.Zero;
        }

        return Duration.TryParse(asked, out var wait) && wait <= LongestWait
            ? wait
            : throw new ProblemException(ProblemCodes.QueryInvalid, $"wait={asked} is not a duration up to {Duration.Format(LongestWait)}, such as 30s.");
    }

    private static void Fence(AgentRow row, long? generation)
    {
        if (generation is { } mine && mine < row.Generation)
        {
            throw Fenced(row.Name, mine, row.Generation);
        }
    }

    private static ProblemException Fenced(string agent, long mine, long newest) =>
        new(ProblemCodes.SessionFenced, $"Agent {agent} works with generation {newest}; this is {mine}.");

    private static async Task ContentAsync(string agent, string checksum, HttpContext context, Database database, FactsCache facts, AgentTable agents, Presence presence)
    {
        var row = Known(agents, agent);
        presence.Heard(row.Id);
        var now = await facts.GetAsync(context.RequestAborted);
        var body = now.Agents.TryGetValue(row.Id, out var known) ? Read(database, now, known, checksum) : null;
        if (body is null)
        {
            throw new ProblemException(ProblemCodes.ContentUnknown, $"Agent {row.Name} runs no stack that has the content {checksum}.");
        }

        context.Response.Headers.ETag = $"\"{checksum}\"";
        context.Response.Headers.CacheControl = "private, immutable, max-age=31536000";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    // Only of stacks that the agent is responsible for: knowing a checksum is no permission.
    private static byte[]? Read(Database database, FleetFacts facts, Agent agent, string checksum)
    {
        using var connection = database.OpenReader();
        var stacks = connection.Query<string>("select distinct stack_id from deployment_object where checksum = @checksum", new { checksum });
        return stacks.Any(id => facts.Stacks.TryGetValue(id, out var stack) && Responsibility.Holds(agent, stack))
            ? connection.ExecuteScalar<byte[]>("select body from content where checksum = @checksum", new { checksum })
            : null;
    }

    private static async Task<IResult> ReportAsync(string agent, ReportBatch batch, ReportSink sink, AgentTable agents, TimeProvider time, CancellationToken cancellation)
    {
        var row = Known(agents, agent);
        if (batch.Items is null || batch.Items.Any(item => item is null))
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, "A batch needs items.");
        }

        if (!Sessions.IsGrantable(batch.Generation, time.GetUtcNow()))
        {
            throw new ProblemException(ProblemCodes.BodyInvalid, $"{batch.Generation} is no generation that was ever granted.");
        }

        return await sink.AcceptAsync(row.Id, row.Name, batch, cancellation) is { } newest
            ? throw Fenced(row.Name, batch.Generation, newest)
            : TypedResults.NoContent();
    }

    // Without a session it is not known what the agent offers: an answer would read as "run nothing".
    private static AgentRow Known(AgentTable agents, string agent) => agents.Find(RouteNames.Decode(agent)) is { Generation: > 0 } row ? row : throw Unknown(agent);

    private static ProblemException Unknown(string agent) => new(ProblemCodes.AgentUnknown, $"Agent '{RouteNames.Decode(agent)}' has not opened a session yet.");
}
