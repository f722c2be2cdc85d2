using Microsoft.Extensions.Logging;
using Plumb.Agent.Link;
using Plumb.Agent.State;
using Plumb.Contracts.Targets;
using Plumb.Platform.Failpoints;

namespace Plumb.Agent.Desired;

/// <summary>Stack contents: from disk, else from the control plane, checked in either case.</summary>
internal sealed partial class ContentSource(
    ContentCache cache, ControlPlaneLink link, LinkRetryOptions retry, Failpoints failpoints, TimeProvider time, ILogger<ContentSource> log)
{
    // A short try: the stack is tried again later, and others must not wait for it.
    private const int Retries = 2;

    /// <summary>The content, or why there is none now.</summary>
    public async Task<(StackContent? Content, string? Why)> GetAsync(string checksum, CancellationToken cancellation)
    {
        if (cache.Find(checksum) is { } kept)
            return (kept, null);
        var answer = await LinkRetry.Pipeline<StackContent>(time, retry, Retries, static _ => { })
            .ExecuteAsync(async stop => await link.GetContentAsync(checksum, stop), cancellation);
        if (answer is not LinkAnswer<StackContent>.Fresh fresh)
            return (null, $"Content {checksum} could not be fetched: {answer.Trouble ?? "no answer"}. It is tried again.");
        Keep(checksum, fresh.Value);
        return (fresh.Value, null);
    }

    /// <summary>It is on disk; whether it is what it should be is found out when it is read.</summary>
    public bool Has(string checksum) => cache.Has(checksum);

    private void Keep(string checksum, StackContent content)
    {
        try
        {
            failpoints.Reach(AgentFailpoints.ContentBeforeSave);
            cache.Save(checksum, content);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // Good for now all the same; it is fetched again after a restart.
            LogNotKept(log, full, checksum);
        }
    }

    [LoggerMessage(EventId = 3401, EventName = "content.notKept", Level = LogLevel.Error,
        Message = "Could not keep content {Checksum} on disk: without the control plane a restart would lack it. Free disk space")]
    private static partial void LogNotKept(ILogger log, Exception full, string checksum);
}
