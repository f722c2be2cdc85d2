namespace Plumb.Cli.Configuration;

/// <summary>All settings, in the order in which they are shown.</summary>
public static class SettingTable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        Settings.Data, Settings.StoragePostgres, Settings.Listen, Settings.HostNames, Settings.AnonymousRead, Settings.ProjectName,
        Settings.SourceRepository, Settings.SourceRevision, Settings.SourceDirectory, Settings.SourceName, Settings.SourcePoll,
        Settings.SourceDepth, Settings.SourceNested, Settings.GitToken, Settings.GitUsername, Settings.GitSshKeyFile, Settings.WebhookSecret,
        Settings.DriftPolicy, Settings.ChangePolicy, Settings.Remove, Settings.Reconcile,
        Settings.AgentName, Settings.AgentLabels, Settings.AgentAnnotations, Settings.AgentSubscriptions, Settings.Instance,
        Settings.AgentServer, Settings.AgentToken, Settings.AgentCaFile, Settings.AgentAllowHttp,
        Settings.Interval, Settings.DeepInterval, Settings.Hints, Settings.Concurrency, Settings.ComposeBinary, Settings.DockerHost,
        Settings.LadderBackOffAt, Settings.LadderAlertAt, Settings.LadderBlockAt, Settings.LadderBase, Settings.LadderCap,
        Settings.BreakerFailures, Settings.BreakerWindow, Settings.BreakerCoolDown, Settings.BreakerCoolDownCap,
        Settings.NotifyWebhookUrl, Settings.NotifyWebhookSecret, Settings.NotifyWebhookSeverity, Settings.NotifyWebhookCaFile,
        Settings.NotifyMailServer, Settings.NotifyMailFrom, Settings.NotifyMailTo, Settings.NotifyMailUsername, Settings.NotifyMailPassword, Settings.NotifyMailSeverity, Settings.NotifyMailCaFile,
        Settings.NotifyDesktop, Settings.NotifyDesktopSeverity, Settings.NotifyLog, Settings.NotifyReach,
        Settings.NotifyQuietHours, Settings.NotifyTimeZone, Settings.NotifyGather, Settings.NotifyBurst, Settings.NotifyPace, Settings.NotifyGiveUpAfter,
        Settings.LogLevel, Settings.LogFormat,
    ];

    /// <summary>The settings that one of these commands takes.</summary>
    public static IEnumerable<Setting> Of(Takers takers) => All.Where(s => (s.For & takers) != Takers.None);
}
