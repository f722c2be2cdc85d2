using Microsoft.Extensions.Logging;

namespace Plumb.Agent.Telemetry;

internal sealed partial class LoopLog
{
    [LoggerMessage(EventId = 3001, EventName = "reconcile.started", Level = LogLevel.Information,
        Message = "{Object}: reconciling, because {Why} (agent {Agent})")]
    private static partial void ReconcileStarted(ILogger log, string Object, string agent, string why);

    [LoggerMessage(EventId = 3002, EventName = "reconcile.succeeded", Level = LogLevel.Information,
        Message = "{Object}: reconciled in {Duration} (agent {Agent}, decision {Decision})")]
    private static partial void ReconcileSucceeded(ILogger log, string Object, string agent, string decision, string duration);

    [LoggerMessage(EventId = 3003, EventName = "reconcile.failed",
        Message = "{Object}: failed after {Duration}: {Error} (agent {Agent}, decision {Decision})")]
    private static partial void ReconcileFailed(ILogger log, LogLevel level, string Object, string agent, string decision, string error, string duration);

    [LoggerMessage(EventId = 3004, EventName = "step.started", Level = LogLevel.Information,
        Message = "{Object}: {Action}: {Changes} (agent {Agent})")]
    private static partial void StepStarted(ILogger log, string Object, string agent, string action, string changes);

    [LoggerMessage(EventId = 3005, EventName = "step.succeeded", Level = LogLevel.Information,
        Message = "{Object}: {Action} done in {Duration} (agent {Agent})")]
    private static partial void StepSucceeded(ILogger log, string Object, string agent, string action, string duration);

    [LoggerMessage(EventId = 3006, EventName = "step.failed", Level = LogLevel.Warning,
        Message = "{Object}: {Action} failed after {Duration}: {Error} (agent {Agent})")]
    private static partial void StepFailed(ILogger log, string Object, string agent, string action, string error, string duration);

    [LoggerMessage(EventId = 3007, EventName = "hold.placed", Level = LogLevel.Warning,
        Message = "{Object}: held: {Reason}: {Why}. {Lift} (agent {Agent})")]
    private static partial void HoldPlaced(ILogger log, string Object, string agent, string reason, string why, string lift);

    [LoggerMessage(EventId = 3008, EventName = "hold.lifted", Level = LogLevel.Information,
        Message = "{Object}: no longer held: {Reason} (agent {Agent})")]
    private static partial void HoldLifted(ILogger log, string Object, string agent, string reason);

    [LoggerMessage(EventId = 3009, EventName = "drift.seen", Level = LogLevel.Information,
        Message = "{Object}: {Count} differences: {Differences} (agent {Agent})")]
    private static partial void DriftSeen(ILogger log, string Object, string agent, string differences, int count);

    [LoggerMessage(EventId = 3010, EventName = "breaker.opened", Level = LogLevel.Error,
        Message = "The breaker of {Object} is open by {By}: no step runs there until {TryAt} (agent {Agent})")]
    private static partial void BreakerOpened(ILogger log, string Object, string agent, string by, DateTimeOffset? tryAt);

    [LoggerMessage(EventId = 3011, EventName = "breaker.closed", Level = LogLevel.Information,
        Message = "The breaker of {Object} is closed: steps run again (agent {Agent})")]
    private static partial void BreakerClosed(ILogger log, string Object, string agent);
}
