using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Platform.Secrets;
using Plumb.Server.Storage;

namespace Plumb.Server.Api;

/// <summary>Whatever goes wrong with a request ends as a problem with a code (RFC 9457).</summary>
internal sealed partial class ProblemPages(SecretMask mask, Database database, ILogger<ProblemPages> log)
{
    public async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        var problem = await ProblemOfAsync(context, next);
        if (problem is null || context.Response.HasStarted)
        {
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (problem.Status == StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = "60";
        }

        if (problem.Code == ProblemCodes.IdempotencyBusy.Code)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        var masked = problem with { Detail = mask.Mask(problem.Detail) };
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(masked, PlumbJson.Default.Problem), context.RequestAborted);
    }

    private async Task<Problem?> ProblemOfAsync(HttpContext context, Func<Task> next)
    {
        try
        {
            await next();
            return OfStatus(context);
        }
        catch (ProblemException e)
        {
            return e.Code.With(e.Message);
        }
        catch (BadHttpRequestException e)
        {
            return OfRequest(e);
        }
        catch (StoreException e)
        {
            return ProblemCodes.StoreUnwritable.With(e.Message);
        }
        catch (DbException e) when (database.FaultOf(e) is StoreFault.Lost or StoreFault.Unwritable)
        {
            // Lost in the middle of reading.
            return ProblemCodes.StoreUnwritable.With($"The database {database.Name} could not be read: {e.Message} {database.Mend}, and try again.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            LogFailed(e, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            return ProblemCodes.Internal.With($"{context.Request.Method} {context.Request.Path} failed; its trace id is {context.TraceIdentifier}.");
        }
    }

    private static Problem? OfStatus(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        if (context.Response.HasStarted || context.Response.ContentType is not null)
        {
            return null;
        }

        return context.Response.StatusCode switch
        {
            404 => ProblemCodes.RouteUnknown.With($"{request} is no route of this server."),
            405 => ProblemCodes.MethodRefused.With($"{RouteNames.Decode(request)}: allowed is {context.Response.Headers.Allow}."),
            415 => ProblemCodes.BodyType.With($"{request} came with '{context.Request.ContentType}'."),
            413 => ProblemCodes.BodyTooLarge.With($"{request}."),

            // What is wrong with a body is thrown; a parameter that cannot be read ends here, without words.
            400 => ProblemCodes.QueryInvalid.With($"{request}{context.Request.QueryString}: a parameter cannot be read as what it should be."),
            _ => null,
        };
    }

    private static Problem OfRequest(BadHttpRequestException e) => e switch
    {
        { StatusCode: 413 } => ProblemCodes.BodyTooLarge.With(e.Message),
        { StatusCode: 415 } => ProblemCodes.BodyType.With(e.Message),
        { InnerException: JsonException json } => ProblemCodes.BodyInvalid.With(BodyFault.Of(json)),
        _ when BodyFault.IsMissing(e) => ProblemCodes.BodyInvalid.With("There is no body, and one is needed."),
        _ when e.Message.StartsWith("Failed to bind parameter", StringComparison.Ordinal) || e.Message.StartsWith("Required parameter", StringComparison.Ordinal) =>
            ProblemCodes.QueryInvalid.With("A parameter is missing, or cannot be read as what it should be."),
        _ => ProblemCodes.BodyInvalid.With(e.Message),
    };

    [LoggerMessage(EventId = 2301, EventName = "request.failed", Level = LogLevel.Error, Message = "{Method} {Path} failed; trace id {TraceId}.")]
    private partial void LogFailed(Exception e, string method, string path, string traceId);
}
