using Microsoft.Extensions.Logging;
using Plumb.Server.Decisions;
using Plumb.Server.Replicas;

namespace Plumb.Server.Storage;

/// <summary>Forgets, once an hour, what is kept for a time only.</summary>
internal sealed partial class Pruning(StoreWriter writer, IOwnership ownership, TimeProvider time, ILogger<Pruning> log) : OwnedService(ownership, time, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override string Work => "pruning";

    protected override async Task OwnAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every, Time);
        do
        {
            try
            {
                await writer.WriteAsync(scope => DecisionTable.Prune(scope) + Alerts.AlertTable.Prune(scope) + Audit.AuditTrail.Prune(scope) + Stacks.StackRequests.Prune(scope) + Notices.Outbox.NoticeTable.Prune(scope) + ChangeLog.Prune(scope) + Keys.KeyBook.Prune(scope) + Idempotency.IdempotencyTable.Prune(scope), cancellation);
            }
            catch (StoreException e)
            {
                LogNotPruned(e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    [LoggerMessage(EventId = 2102, EventName = "store.unpruned", Level = LogLevel.Warning, Message = "Old records could not be removed: {Why}")]
    private partial void LogNotPruned(string why);
}
