using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.State;
using Plumb.Contracts.Alerts;
using Plumb.Kernel.Failures;

namespace Plumb.Agent.Reporting;

/// <summary>An alert that fires: its resolution, after a restart too, is the end of this very one.</summary>
internal sealed record ActiveAlert(string Key, string Id, DateTimeOffset FiredAt);

/// <summary>Gives the firing and the resolution of an alert one id, and passes on no resolution of what never fired.</summary>
internal sealed class AlertBook
{
    private readonly KeyedFiles<ActiveAlert> files;
    private readonly Dictionary<string, ActiveAlert> active;
    private readonly AlertLog log;
    private readonly bool isLost;

    public AlertBook(AgentPaths paths, bool usedBefore, AlertLog log)
    {
        this.log = log;
        // With the book lost, what an earlier process fired is unknown: then every resolution is passed on.
        isLost = usedBefore && !Directory.Exists(paths.Alerts);
        files = new KeyedFiles<ActiveAlert>(paths.Alerts, StateJson.Default.ActiveAlert, static a => a.Key, NullLogger.Instance);
        active = files.Load().ToDictionary(a => a.Key, StringComparer.Ordinal);
        Try(() => PrivateDirectory.Ensure(paths.Alerts));
    }

    /// <summary>Keys of all that fire.</summary>
    public IReadOnlyList<string> Firing => [.. active.Keys.Order(StringComparer.Ordinal)];

    public bool IsFiring(string key) => active.ContainsKey(key);

    /// <summary>The alert for the wire; null when it resolves what does not fire.</summary>
    public AlertView? Told(Alert alert, string agent, string? stack)
    {
        var isActive = active.TryGetValue(alert.Key, out var known);
        if (!alert.Firing && !isActive && !isLost)
            return null;
        known ??= new ActiveAlert(alert.Key, Guid.CreateVersion7(alert.At).ToString(), alert.At);
        if (alert.Firing)
            Keep(known);
        else
            Drop(known);
        var view = new AlertView(
            known.Id, alert.Key, alert.Object?.Value, stack, agent, alert.Firing ? "firing" : "resolved", alert.Severity, alert.Summary,
            known.FiredAt, alert.Firing ? null : alert.At);
        log.Told(view);
        return view;
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
            log.Unwritten(full);
        }
    }
}
