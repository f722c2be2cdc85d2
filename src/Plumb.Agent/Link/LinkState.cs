using Microsoft.Extensions.Logging;

namespace Plumb.Agent.Link;

/// <summary>Whether the control plane answers. Says so once for each change, not once for each try.</summary>
internal sealed partial class LinkState(Uri server, TimeProvider time, ILogger<LinkState> log)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource firstWord = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? trouble;
    private DateTimeOffset? heardAt;

    /// <summary>Ends when it is known what the control plane wants now, or that it does not answer.</summary>
    public Task FirstWord => firstWord.Task;

    /// <summary>Ends when it is known what the control plane wants now.</summary>
    public Task Confirmed => confirmed.Task;

    /// <summary>When the control plane last confirmed what the agent holds; null before the first time.</summary>
    public DateTimeOffset? HeardAt
    {
        get
        {
            lock (gate)
                return heardAt;
        }
    }

    /// <summary>Why it does not answer; null when it does.</summary>
    public string? Trouble
    {
        get
        {
            lock (gate)
                return trouble;
        }
    }

    public void Heard()
    {
        lock (gate)
        {
            if (trouble is not null)
                LogBack(log, server);
            trouble = null;
            heardAt = time.GetUtcNow();
        }
    }

    /// <summary>What the control plane wants now is known.</summary>
    public void Told()
    {
        firstWord.TrySetResult();
        confirmed.TrySetResult();
    }

    public void Troubled(string why)
    {
        lock (gate)
        {
            if (trouble is null)
                LogAway(log, server, why);
            trouble = why;
        }

        firstWord.TrySetResult();
    }

    [LoggerMessage(EventId = 3201, EventName = "link.away", Level = LogLevel.Warning,
        Message = "The control plane at {Server} cannot be used: {Why}. What is desired stays as it was last told; trying again")]
    private static partial void LogAway(ILogger log, Uri server, string why);

    [LoggerMessage(EventId = 3202, EventName = "link.back", Level = LogLevel.Information, Message = "The control plane at {Server} answers again")]
    private static partial void LogBack(ILogger log, Uri server);
}
