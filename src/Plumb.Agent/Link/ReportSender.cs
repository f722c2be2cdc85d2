using Microsoft.Extensions.Logging;
using Plumb.Agent.State;
using Plumb.Contracts.Reports;

namespace Plumb.Agent.Link;

/// <summary>Empties the outbox into the control plane, batch by batch, oldest first, and says now and then that the agent lives.</summary>
internal sealed partial class ReportSender(
    ControlPlaneLink link, Session session, LinkState state, Outbox outbox, TimeSpan heartbeat, LinkRetryOptions retry, TimeProvider time, ILogger<ReportSender> log)
{
    private const int BatchItems = 200;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var most = BatchItems;
        var pipeline = LinkRetry.Pipeline<bool>(time, retry, int.MaxValue, state.Troubled);
        while (true)
        {
            await SomethingOrHeartbeatAsync(cancellation);
            var generation = await session.EnsureAsync(cancellation);
            var items = outbox.Peek(most);
            var answer = await pipeline.ExecuteAsync(
                async stop => await link.ReportAsync(new ReportBatch(generation, items), stop), cancellation);
            switch (answer)
            {
                case LinkAnswer<bool>.Fresh:
                    state.Heard();
                    outbox.Acknowledge(items);
                    most = BatchItems;
                    break;
                case var refused when session.IsFencedBy(refused, generation):
                    break;
                case var refused when items.Count > 1:
                    // One of them is what the control plane cannot take: halve until it stands alone.
                    most = items.Count / 2;
                    LogHalved(log, items.Count, refused.Trouble);
                    break;
                case var refused when items.Count == 1:
                    LogRefused(log, items[0].GetType().Name, items[0].Id, refused.Trouble);
                    outbox.Acknowledge(items);
                    break;
                case var refused:
                    state.Troubled(refused.Trouble ?? "it took no report");
                    break;
            }
        }
    }

    /// <summary>Sends what waits once, for a graceful end; what does not get through stays on disk.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        while (session is { Generation: { } generation, FencedBy: null } && outbox.Count > 0)
        {
            var items = outbox.Peek(BatchItems);
            if (await link.ReportAsync(new ReportBatch(generation, items), cancellation) is not LinkAnswer<bool>.Fresh)
                return;
            outbox.Acknowledge(items);
        }
    }

    private async Task SomethingOrHeartbeatAsync(CancellationToken cancellation)
    {
        using var beat = new CancellationTokenSource(heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, cancellation);
        // When the heartbeat comes first, an empty batch says that the agent lives.
        await Task.WhenAny(outbox.WaitAsync(either.Token));
        cancellation.ThrowIfCancellationRequested();
    }

    [LoggerMessage(EventId = 3231, EventName = "report.halved", Level = LogLevel.Warning,
        Message = "A batch of {Count} reports was refused ({Why}); it is sent in smaller parts")]
    private static partial void LogHalved(ILogger log, int count, string? why);

    [LoggerMessage(EventId = 3232, EventName = "report.refused", Level = LogLevel.Error,
        Message = "The control plane refuses a {Kind} ({Id}): {Why}. It is dropped. Are both of the same version?")]
    private static partial void LogRefused(ILogger log, string kind, string id, string? why);
}
