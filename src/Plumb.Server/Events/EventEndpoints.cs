using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Plumb.Server.Api;

namespace Plumb.Server.Events;

/// <summary><c>GET /api/events</c>: server-sent events.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/api/events", "/api/v1/events"])
        {
            routes.MapGet(path, StreamAsync).Needs(Access.Read).WithTags("events")
                .WithSummary("Server-sent: stack.snapshot, stack.upsert, stack.delete, refresh.status. Last-Event-ID resumes.")
                .Produces(200, contentType: "text/event-stream");
        }
    }

    private static async Task StreamAsync(HttpContext context, EventHub hub, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, context.KeyEnded());
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var listener = hub.Listen(LastId(context.Request));
        try
        {
            // Revoked, it ends at once; expired, at the next word.
            while (!context.HasLostItsKey(time.GetUtcNow()))
            {
                var events = await listener.NextAsync(Heartbeat, ending.Token);
                if (events is null)
                {
                    await context.Response.WriteAsync(": still here\n\n", ending.Token);
                }

                foreach (var made in events ?? [])
                {
                    await context.Response.WriteAsync($"id: {made.Id}\nevent: {made.Name}\ndata: {Encoding.UTF8.GetString(made.Data)}\n\n", ending.Token);
                }

                await context.Response.Body.FlushAsync(ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The listener left, or the server stops: a stream has no other end.
        }
    }

    // What is not a number of ours is as good as none: the listener gets a snapshot.
    private static long? LastId(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
