using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Problems;
using Plumb.Server.Api;
using Plumb.Server.Audit;
using Plumb.Server.Keys;
using Plumb.Server.Storage;

namespace Plumb.Server.Idempotency;

/// <summary>
/// A write with an <c>Idempotency-Key</c> is carried out once, however often it comes: what it was answered is kept for a day, and given again. A
/// write that was refused changed nothing and is judged anew.
/// </summary>
internal sealed partial class NamedWrites(StoreWriter writer, Database database, TimeProvider time, ILogger<NamedWrites> log)
{
    /// <summary>Another replica's run that has no answer after this long ended with its process.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);

    public async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        if (context.GetEndpoint() is null || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || context.Items[typeof(LiveKey)] is not LiveKey caller || IdempotencyKey.Of(context.Request) is not { } key)
        {
            await next();
            return;
        }

        context.Request.EnableBuffering();
        var body = Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted));
        context.Request.Body.Position = 0;
        var write = new NamedWrite(caller.Stored.Id, key, $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", body);
        var secret = AccessCheck.TextOf(context)!.Secret;
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        _running[id] = true;
        try
        {
            var known = await writer.WriteAsync(scope => IdempotencyTable.Claim(scope, write, id, writer.Origin, IsOver), context.RequestAborted);
            if (known is not null)
            {
                await AgainAsync(context, write, known, secret);
                return;
            }

            context.Items[typeof(Actor)] = context.Actor() with { Run = id };
            await RunAsync(context, next, secret, id);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private bool IsOver(IdempotencyRow row) =>
        row.Origin == writer.Origin ? !_running.ContainsKey(row.Id) : !database.IsShared || row.ClaimedAt < (time.GetUtcNow() - Longest).ToStored();

    private async Task AgainAsync(HttpContext context, NamedWrite write, IdempotencyRow known, string secret)
    {
        if (known.Route != write.Route || known.Body != write.Body)
        {
            throw new ProblemException(ProblemCodes.IdempotencyReused, $"'{write.Key}' was used for {(known.Route == write.Route ? $"{known.Route} with another body" : known.Route)}.");
        }

        if (known.Answer is null)
        {
            throw IsOver(known)
                ? new ProblemException(ProblemCodes.IdempotencyLost, $"{write.Route}.")
                : new ProblemException(ProblemCodes.IdempotencyBusy, $"{write.Route}.");
        }

        var answer = KeptAnswer.Open(known.Answer, secret, known.Id);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers.Location = answer.Location;
        context.Response.Headers.ETag = answer.ETag;
        context.Response.Headers[IdempotencyKey.Replayed] = "true";
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private async Task RunAsync(HttpContext context, Func<Task> next, string secret, string id)
    {
        var wire = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var said = new MemoryStream();
        var isKept = false;
        try
        {
            var capture = new StreamResponseBodyFeature(said);
            context.Features.Set<IHttpResponseBodyFeature>(capture);
            await next();
            await capture.CompleteAsync();
            if (context.Response.StatusCode is >= 200 and < 300)
            {
                isKept = true;
                await KeepAsync(context.Response, said.ToArray(), secret, id);
            }
        }
        catch (Exception e) when (e is not (ProblemException or BadHttpRequestException))
        {
            // Perhaps its change was made before it failed: the note of that stays.
            isKept = true;
            throw;
        }
        finally
        {
            context.Features.Set(wire);
            if (!isKept)
            {
                await writer.WriteAsync(scope => IdempotencyTable.Release(scope, id), CancellationToken.None);
            }
        }

        await context.Response.Body.WriteAsync(said.GetBuffer().AsMemory(0, (int)said.Length), context.RequestAborted);
    }

    // Whoever asked may be gone by now; it is for when they come again.
    private async Task KeepAsync(HttpResponse response, byte[] body, string secret, string id)
    {
        var answer = new KeptAnswer(response.StatusCode, response.ContentType, response.Headers.Location, response.Headers.ETag, body);
        try
        {
            await writer.WriteAsync(scope => IdempotencyTable.Keep(scope, id, answer.Seal(secret, id)), CancellationToken.None);
        }
        catch (StoreException e)
        {
            LogUnkept(e.Message);
        }
    }

    [LoggerMessage(EventId = 2341, EventName = "idempotency.unkept", Level = LogLevel.Warning, Message = "The answer of a write could not be kept, and is not given again: {Why}")]
    private partial void LogUnkept(string why);
}
