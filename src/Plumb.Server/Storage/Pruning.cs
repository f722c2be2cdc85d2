using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumb.Server.Decisions;

namespace Plumb.Server.Storage;

/// <summary>Forgets, once an hour, what is kept for a time only.</summary>
internal sealed partial class Pruning(StoreWriter writer, TimeProvider time, ILogger<Pruning> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await writer.WriteAsync(scope => DecisionTable.Prune(scope) + Alerts.AlertTable.Prune(scope) + Audit.AuditTrail.Prune(scope) + Stacks.StackRequests.Prune(scope) + Notices.Outbox.NoticeTable.Prune(scope), stoppingToken);
            }
            catch (StoreException e)
            {
                LogNotPruned(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 2102, EventName = "store.unpruned", Level = LogLevel.Warning, Message = "Old records could not be removed: {Why}")]
    private partial void LogNotPruned(string why);
}
