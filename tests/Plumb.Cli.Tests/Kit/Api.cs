using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Plumb.Contracts.Problems;

namespace Plumb.Cli.Tests.Kit;

/// <summary>What a client asked.</summary>
public sealed record Asked(string Method, string Target, string? Authorization);

/// <summary>An HTTP server on loopback that answers what a test tells it to, over a real socket.</summary>
public sealed class Api : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Asked> asked = new();

    public Api()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(AnswerAsync);
        app.StartAsync().GetAwaiter().GetResult();
        Address = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.Single();
    }

    public string Address { get; }

    public IReadOnlyList<Asked> Requests => [.. asked];

    /// <param name="call">Such as <c>GET /api/v1/stacks?limit=500</c>; without a query, any query.</param>
    public Api On(string call, string json, int status = 200, string type = "application/json") => On(call, async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(json);
    });

    public Api On(string call, Func<HttpContext, Task> answer)
    {
        answers[call] = answer;
        return this;
    }

    public Api Refuses(string call, ProblemCode code, string detail) =>
        On(call, $$"""{"type":"/docs/problems#{{code.Code}}","title":"{{code.Title}}","status":{{code.Status}},"detail":"{{detail}}","code":"{{code.Code}}"}""", code.Status, "application/problem+json");

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        asked.Enqueue(new(context.Request.Method, target, context.Request.Headers.Authorization));
        var answer = answers.GetValueOrDefault($"{context.Request.Method} {target}") ?? answers.GetValueOrDefault($"{context.Request.Method} {target.Split('?')[0]}");
        if (answer is not null)
        {
            await answer(context);
            return;
        }

        context.Response.StatusCode = 404;
        context.Response.ContentType = "application/problem+json";
        await context.Response.WriteAsync("""{"type":"/docs/problems#route.unknown","title":"No such route","status":404,"detail":"There is no such route.","code":"route.unknown"}""", Encoding.UTF8);
    }
}
