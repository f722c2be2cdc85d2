using Microsoft.Extensions.Logging;
using Plumb.Agent.State;
using Plumb.Contracts.Alerts;
using Plumb.Kernel.Failures;

namespace Plumb.Agent.Reporting;

/// <summary>An alert that fires: its resolution, after a restart too, is the end of this very one.</summary>
internal sealed record ActiveAlert(string Key, string Id, DateTimeOffset FiredAt);

/// <summary>Gives the firing and the resolution of an alert one id.</summary>
internal sealed partial class AlertBook
{
    private readonly KeyedFiles<ActiveAlert> files;
    private readonly Dictionary<string, ActiveAlert> active;
    private readonly string agent;
    private readonly ILogger log;

    public AlertBook(AgentPaths paths, string agent, ILogger<AlertBook> log)
    {
        this.agent = agent;
        this.log = log;
        files = new KeyedFiles<ActiveAlert>(paths.Alerts, StateJson.Default.ActiveAlert, static a => a.Key, log);
        active = files.Load().ToDictionary(a => a.Key, StringComparer.Ordinal);
    }

    public AlertView Told(Alert alert, string? stack)
    {
        var known = active.GetValueOrDefault(alert.Key) ?? new ActiveAlert(alert.Key, Guid.CreateVersion7(alert.At).ToString(), alert.At);
        if (alert.Firing)
            Keep(known);
        else
            Drop(known);
        return new AlertView(
            known.Id, alert.Key, alert.Object?.Value, stack, agent, alert.Firing ? "firing" : "resolved", alert.Severity, alert.Summary,
            known.FiredAt, alert.Firing ? null : alert.At);
    }

    private void Keep(ActiveAlert alert)
    {
        if (active.TryAdd(alert.Key, alert))
            Try(() => files.Save(alert));
    }

    private void Drop(ActiveAlert alert)
    {
        if (active.Remove(alert.Key))
            Try(() => files.Delete(alert.Key));
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, full);
        }
    }

    [LoggerMessage(EventId = 3501, EventName = "alert.unwritten", Level = LogLevel.Warning,
        Message = "Could not keep an alert on disk: after a restart its resolution gets another id, the key stays. Free disk space")]
    private static partial void LogUnwritten(ILogger log, Exception full);
}
