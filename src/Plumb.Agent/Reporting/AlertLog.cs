using Microsoft.Extensions.Logging;
using Plumb.Contracts.Alerts;

namespace Plumb.Agent.Reporting;

/// <summary>Alerts in the log.</summary>
internal sealed partial class AlertLog(string agent, ILogger<AlertLog> log)
{
    public void Told(AlertView alert)
    {
        var about = alert.Stack ?? alert.StackId ?? alert.Key;
        if (alert.ResolvedAt is null)
            AlertFiring(log, about, agent, alert.Severity, alert.Summary);
        else
            AlertResolved(log, about, agent, alert.Summary);
    }

    public void Unwritten(Exception full) => LogUnwritten(log, full);

    [LoggerMessage(EventId = 3012, EventName = "alert.firing", Level = LogLevel.Error,
        Message = "Alert ({Severity}) about {Object}: {Summary} (agent {Agent})")]
    private static partial void AlertFiring(ILogger log, string Object, string agent, string severity, string summary);

    [LoggerMessage(EventId = 3013, EventName = "alert.resolved", Level = LogLevel.Information,
        Message = "Resolved: {Object}: {Summary} (agent {Agent})")]
    private static partial void AlertResolved(ILogger log, string Object, string agent, string summary);

    [LoggerMessage(EventId = 3501, EventName = "alert.unwritten", Level = LogLevel.Warning,
        Message = "Could not keep an alert on disk: after a restart its resolution gets another id, the key stays. Free disk space")]
    private static partial void LogUnwritten(ILogger log, Exception full);
}
