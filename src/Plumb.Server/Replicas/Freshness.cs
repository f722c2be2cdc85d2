using Microsoft.AspNetCore.Http;
using Plumb.Server.Api;

namespace Plumb.Server.Replicas;

/// <summary>
/// Who was told at one control plane that a change is made is not told at the next that it knows nothing of it. Before a request that changes something,
/// and before it is said that something is not there, what the others committed is taken in.
/// </summary>
internal sealed class Freshness(ChangeReader reader)
{
    public async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            // Reports are of the agent's own, and by far the most.
            if (!context.Request.Path.Value!.EndsWith("/reports", StringComparison.Ordinal))
            {
                await reader.CatchUpAsync(context.RequestAborted);
            }

            await next();
            return;
        }

        // Also what comes while it is answered: it may have been looked at just before.
        var (path, taken) = (context.Request.Path, reader.Taken);
        try
        {
            await next();
            if (context.Response.StatusCode != StatusCodes.Status404NotFound || context.Response.HasStarted || !await HasNewsAsync(taken, context))
            {
                return;
            }
        }
        catch (ProblemException e) when (e.Code.Status == StatusCodes.Status404NotFound && !context.Response.HasStarted)
        {
            if (!await HasNewsAsync(taken, context))
            {
                throw;
            }
        }

        context.Response.Clear();
        context.Request.Path = path;
        context.SetEndpoint(null);
        await next();
    }

    private async Task<bool> HasNewsAsync(long since, HttpContext context)
    {
        await reader.CatchUpAsync(context.RequestAborted);
        return reader.Taken != since;
    }
}
