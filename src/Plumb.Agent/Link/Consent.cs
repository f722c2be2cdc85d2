using Microsoft.Extensions.Logging;

namespace Plumb.Agent.Link;

/// <summary>
/// Tells the control plane which publishers this agent serves: that is the agent's own to say, and nobody else's. Said at each session, until it
/// is taken: the publisher may be made later, and a control plane that was put back from a backup may have forgotten.
/// </summary>
internal sealed partial class Consent(
    ControlPlaneLink link, IReadOnlyList<string> publishers, LinkRetryOptions retry, TimeProvider time, ILogger<Consent> log) : IDisposable
{
    private readonly SemaphoreSlim asked = new(0);

    /// <summary>A session was opened.</summary>
    public void Ask() => asked.Release();

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await asked.WaitAsync(cancellation);
            await Task.WhenAll(publishers.Select(publisher => SayAsync(publisher, cancellation)));
        }
    }

    public void Dispose() => asked.Dispose();

    private async Task SayAsync(string publisher, CancellationToken cancellation)
    {
        var waits = false;
        var answer = await LinkRetry.Pipeline<bool>(time, retry, int.MaxValue, why =>
        {
            if (!waits)
                LogWaits(log, publisher, why);
            waits = true;
        }).ExecuteAsync(async stop => await link.SubscribeAsync(publisher, stop), cancellation);
        if (answer.Trouble is { } refused)
            LogRefused(log, publisher, refused);
        else
            LogSaid(log, publisher);
    }

    [LoggerMessage(EventId = 3231, EventName = "consent.said", Level = LogLevel.Information, Message = "This agent serves the publisher {Publisher}")]
    private static partial void LogSaid(ILogger log, string publisher);

    [LoggerMessage(EventId = 3232, EventName = "consent.waits", Level = LogLevel.Warning, Message = "The subscription to {Publisher} is not taken yet ({Why}); trying again")]
    private static partial void LogWaits(ILogger log, string publisher, string why);

    [LoggerMessage(EventId = 3233, EventName = "consent.refused", Level = LogLevel.Error, Message = "The subscription to {Publisher} was refused: {Why}")]
    private static partial void LogRefused(ILogger log, string publisher, string why);
}
