using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>A control plane in memory on a loopback port: the agent's own four routes, and every way in which they can go wrong.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    public const string Agent = "edge-1";
    public const string Token = "plumb_agent_1_secret-of-the-test";

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<ReportItem> items = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private TargetState target = new("e1", 0, Complete: true, [], [], []);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ControlPlane(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public long Generation { get; private set; }

    public ConcurrentQueue<SessionRequest> Sessions { get; } = new();

    public ConcurrentDictionary<string, StackContent> Contents { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, bool> Publishers { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Subscriptions { get; } = new();

    /// <summary>Answers instead of the route, when it gives an answer.</summary>
    public Func<HttpContext, IResult?> Trouble { get; set; } = static _ => null;

    /// <summary>Answers after a batch was taken, instead of the acknowledgement, when it gives an answer.</summary>
    public Func<IResult?> AfterReports { get; set; } = static () => null;

    /// <summary>Items that make a whole batch be refused as invalid.</summary>
    public Func<ReportItem, bool> Refuse { get; set; } = static _ => false;

    public int Polls { get; private set; }

    public int ContentReads { get; private set; }

    public IReadOnlyList<ReportItem> Items
    {
        get
        {
            lock (gate)
                return [.. items];
        }
    }

    public TargetState Target
    {
        get
        {
            lock (gate)
                return target;
        }
    }

    /// <param name="certificate">It speaks TLS with this one; null: plain HTTP.</param>
    public static async Task<ControlPlane> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (certificate is null)
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        else
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var plane = new ControlPlane(builder.Build());
        plane.Map(plane.app);
        await plane.app.StartAsync();
        return plane;
    }

    /// <summary>Changes what is desired; the version grows by itself.</summary>
    public void Set(Func<TargetState, TargetState> change)
    {
        lock (gate)
        {
            var next = change(target);
            target = next.Epoch == target.Epoch && next.Version == target.Version ? next with { Version = target.Version + 1 } : next;
            changed.TrySetResult();
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>As of a backup from before everything: another epoch, no generation, no reports.</summary>
    public void Restore()
    {
        lock (gate)
        {
            Generation = 0;
            items.Clear();
            ids.Clear();
        }

        Set(t => t with { Epoch = "restored", Version = 1 });
    }

    /// <summary>A newer process opened a session.</summary>
    public void TakeOver() => Generation++;

    public IEnumerable<StackReport> ReportsOf(string stackId) => Items.OfType<StackReport>().Where(r => r.StackId == stackId);

    /// <summary>Numbers count within a generation; one agent's batches come in order, so the last one that arrived is the newest.</summary>
    public StackReport? Newest(string stackId) => ReportsOf(stackId).LastOrDefault();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private void Map(IEndpointRouteBuilder routes)
    {
        var agent = routes.MapGroup($"/api/v1/agents/{Agent}");
        agent.AddEndpointFilter(async (call, next) =>
            call.HttpContext.Request.Headers.Authorization != $"Bearer {Token}" ? Results.StatusCode(401) : Trouble(call.HttpContext) ?? await next(call));
        agent.MapGet("/target-state", (Delegate)TargetAsync);
        agent.MapGet("/content/{checksum}", (string checksum) =>
        {
            ContentReads++;
            return Contents.TryGetValue(checksum, out var content) ? Json(content) : Problem(ProblemCodes.ContentUnknown);
        });
        agent.MapPost("/sessions", async (HttpContext context) =>
        {
            Sessions.Enqueue(await BodyAsync<SessionRequest>(context));
            return Json(new SessionGrant(++Generation));
        });
        agent.MapPut("/subscriptions/{publisher}", (string publisher) =>
        {
            if (!Publishers.ContainsKey(publisher))
                return Problem(ProblemCodes.SourceUnknown);
            Subscriptions.Enqueue(publisher);
            return Results.NoContent();
        });
        agent.MapPost("/reports", async (HttpContext context) =>
        {
            var batch = await BodyAsync<ReportBatch>(context);
            return batch.Generation == Generation ? Take(batch) : Problem(ProblemCodes.SessionFenced);
        });
    }

    private async Task<IResult> TargetAsync(HttpContext context)
    {
        Polls++;
        var (state, change) = Current();
        var wait = Duration.TryParse(context.Request.Query["wait"].ToString(), out var asked) ? asked : TimeSpan.Zero;
        if (context.Request.Headers.IfNoneMatch == TagOf(state) && wait > TimeSpan.Zero)
        {
            await Task.WhenAny(change, Task.Delay(wait, TimeProvider.System, context.RequestAborted));
            (state, _) = Current();
        }

        if (context.Request.Headers.IfNoneMatch == TagOf(state))
            return Results.StatusCode(304);
        context.Response.Headers.ETag = TagOf(state);
        return Json(state);
    }

    private (TargetState State, Task Change) Current()
    {
        lock (gate)
            return (target, changed.Task);
    }

    private IResult Take(ReportBatch batch)
    {
        if (batch.Items.Any(Refuse))
            return Problem(ProblemCodes.BodyInvalid);
        lock (gate)
        {
            foreach (var item in batch.Items.Where(i => ids.Add(i.Id)))
                items.Add(item);
        }

        return AfterReports() ?? Results.NoContent();
    }

    private static async Task<T> BodyAsync<T>(HttpContext context) =>
        (T)(await JsonSerializer.DeserializeAsync(context.Request.Body, typeof(T), PlumbJson.Default, context.RequestAborted))!;

    private static string TagOf(TargetState state) => $"\"{state.Epoch}.{state.Version}\"";

    private static IResult Json<T>(T value) => Results.Text(JsonSerializer.Serialize(value, typeof(T), PlumbJson.Default), "application/json");

    private static IResult Problem(ProblemCode code) =>
        Results.Text(JsonSerializer.Serialize(code.With("Refused."), PlumbJson.Default.Problem), "application/problem+json", statusCode: code.Status);
}
