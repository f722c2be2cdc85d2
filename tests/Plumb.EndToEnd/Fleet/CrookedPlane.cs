using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Plumb.EndToEnd.Fleet;

/// <summary>Between agents and their control plane: hands all calls through, but answers polls of the target state wrongly as often as it is told to.</summary>
internal sealed class CrookedPlane : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string ETag, byte[] Body)> states = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> wrongs = new();
    private int passed;

    private CrookedPlane(Uri plane, WebApplication app)
    {
        http = new HttpClient { BaseAddress = plane, Timeout = TimeSpan.FromMinutes(1) };
        this.app = app;
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>How many polls were handed through.</summary>
    public int Passed => passed;

    /// <summary>How many wrong answers were not given yet.</summary>
    public int Waiting => wrongs.Count;

    public static async Task<CrookedPlane> StartAsync(Uri plane)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var crooked = new CrookedPlane(plane, builder.Build());
        crooked.app.Run(crooked.ServeAsync);
        await crooked.app.StartAsync();
        return crooked;
    }

    public void Empty() => wrongs.Enqueue(context => AnswerAsync(context, []));

    /// <summary>Another document altogether.</summary>
    public void Text(string body) => wrongs.Enqueue(context => AnswerAsync(context, System.Text.Encoding.UTF8.GetBytes(body)));

    public void Status(int status) => wrongs.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Half of the newest state, as if that were all.</summary>
    public void Half() => wrongs.Enqueue(context => AnswerAsync(context, Newest[..(Newest.Length / 2)]));

    /// <summary>Half of the newest state, and then the connection breaks.</summary>
    public void BreakOff() => wrongs.Enqueue(async context =>
    {
        context.Response.ContentLength = Newest.Length;
        await context.Response.Body.WriteAsync(Newest.AsMemory(0, Newest.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    });

    /// <summary>The very first state that was seen, whole and as it was.</summary>
    public void Oldest() => wrongs.Enqueue(context =>
    {
        states.TryPeek(out var oldest);
        context.Response.Headers.ETag = oldest.ETag;
        return AnswerAsync(context, oldest.Body);
    });

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private byte[] Newest => states.Last().Body;

    private async Task ServeAsync(HttpContext context)
    {
        var isPoll = context.Request.Path.Value!.EndsWith("/target-state", StringComparison.Ordinal);
        if (isPoll && wrongs.TryDequeue(out var wrong))
        {
            await wrong(context);
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri($"{context.Request.Path}{context.Request.QueryString}", UriKind.Relative));
        if (context.Request.Method == "POST")
            request.Content = new StreamContent(context.Request.Body) { Headers = { ContentType = new(context.Request.ContentType!) } };
        foreach (var name in (string[])["Authorization", "If-None-Match", "Plumb-Generation"])
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToArray());
        using var answer = await http.SendAsync(request, context.RequestAborted);
        var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        var tag = answer.Headers.ETag?.ToString();
        if (isPoll && answer.IsSuccessStatusCode)
            states.Enqueue((tag!, body));
        if (isPoll)
            Interlocked.Increment(ref passed);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.Headers.ETag = tag;
        if (body.Length > 0)
            await AnswerAsync(context, body, answer.Content.Headers.ContentType?.ToString());
    }

    private static async Task AnswerAsync(HttpContext context, byte[] body, string? type = "application/json")
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
