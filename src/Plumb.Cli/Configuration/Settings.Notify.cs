using Plumb.Cli.Configuration.Kinds;
using Plumb.Platform.Remote;
using Plumb.Server.Notices.Planning;

namespace Plumb.Cli.Configuration;

/// <summary>Who is told of what, and when.</summary>
public static partial class Settings
{
    private static readonly ChoiceKind<Severity> Severe = new(Severity.Error);

    public static Setting<string?> NotifyWebhookUrl { get; } = new("notify.webhook.url", new WebhookAddressKind(), _ => null, "Where notices are posted to.")
    {
        Secret = true,
        For = Takers.Server,
    };

    public static Setting<string?> NotifyWebhookSecret { get; } = new("notify.webhook.secret", new SigningSecretKind(), _ => null, "What posted notices are signed with, as Standard Webhooks says.")
    {
        Secret = true,
        For = Takers.Server,
    };

    public static Setting<Severity> NotifyWebhookSeverity { get; } = new("notify.webhook.severity", Severe, _ => Severity.Info, "The least severe events that are posted; info is what was deployed, repaired and removed.") { For = Takers.Server };

    public static Setting<string?> NotifyWebhookCaFile { get; } = new("notify.webhook.caFile", new PathKind("/etc/ssl/own-ca.pem"), _ => null, "Certificates that are believed of the webhook's host, in place of the machine's.") { For = Takers.Server };

    public static Setting<string?> NotifyMailServer { get; } = new("notify.mail.server", new MailServerKind(), _ => null, "The server that mail is given to: smtp:// upgrades to TLS, smtps:// begins with it.") { For = Takers.Server };

    public static Setting<string?> NotifyMailFrom { get; } = new("notify.mail.from", new MailAddressKind(), _ => null, "Whom mail is from.") { For = Takers.Server };

    public static Setting<IReadOnlyList<string>> NotifyMailTo { get; } = new("notify.mail.to", new MailAddressesKind(), _ => [], "Who gets mail.") { For = Takers.Server };

    public static Setting<string?> NotifyMailUsername { get; } = new("notify.mail.username", new TextKind("a user name", "plumb"), _ => null, "The login at the mail server.") { For = Takers.Server };

    public static Setting<string?> NotifyMailPassword { get; } = new("notify.mail.password", new TextKind("a password on one line", "what the mail server knows", longest: 1024), _ => null, "The login's password; never sent in the clear but to this machine.")
    {
        Secret = true,
        For = Takers.Server,
    };

    public static Setting<Severity> NotifyMailSeverity { get; } = new("notify.mail.severity", Severe, _ => Severity.Warning, "The least severe events that are mailed.") { For = Takers.Server };

    public static Setting<string?> NotifyMailCaFile { get; } = new("notify.mail.caFile", new PathKind("/etc/ssl/own-ca.pem"), _ => null, "Certificates that are believed of the mail server, in place of the machine's.") { For = Takers.Server };

    public static Setting<bool> NotifyDesktop { get; } = new("notify.desktop.enabled", new SwitchKind(), _ => false, "Notices are shown on the desktop by notify-send.") { For = Takers.Server };

    public static Setting<Severity> NotifyDesktopSeverity { get; } = new("notify.desktop.severity", Severe, _ => Severity.Warning, "The least severe events that are shown on the desktop.") { For = Takers.Server };

    public static Setting<bool> NotifyLog { get; } = new("notify.log", new SwitchKind(), _ => false, "Notices are written to the log as well, grouped and bounded as they go out; every alert is in the log anyhow, as it fires and is resolved.") { For = Takers.Server };

    public static Setting<Reach> NotifyReach { get; } = new("notify.reach", new ChoiceKind<Reach>(Reach.Private), _ => Reach.Private, "Where the webhook and the mail server may be: on the Internet; in private networks and on this machine too; or anywhere, link-local addresses included, where clouds hand out credentials.") { For = Takers.Server };

    public static Setting<(TimeOnly From, TimeOnly To)?> NotifyQuietHours { get; } = new("notify.quietHours", new DayHoursKind(), _ => null, "Hours of each day in which only critical events are told; the others come in one digest at the end.") { For = Takers.Server };

    public static Setting<string?> NotifyTimeZone { get; } = new("notify.timeZone", new TimeZoneKind(), _ => null, "Whose clock the quiet hours go by; the machine's where none is named.") { For = Takers.Server };

    public static Setting<TimeSpan> NotifyGather { get; } = new("notify.gather", new DurationKind(TimeSpan.Zero, TimeSpan.FromHours(1), "10s"), _ => TimeSpan.FromSeconds(5), "What happens within this time becomes one notice.") { For = Takers.Server };

    public static Setting<int> NotifyBurst { get; } = new("notify.burst", new NumberKind(1, 1000, 5), _ => 5, "So many notices may go out through one channel at once.") { For = Takers.Server };

    public static Setting<TimeSpan> NotifyPace { get; } = new("notify.pace", new DurationKind(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), "1m"), _ => TimeSpan.FromMinutes(1), "After a burst, one notice goes out through a channel in this time; what happens meanwhile goes into it.") { For = Takers.Server };

    public static Setting<TimeSpan> NotifyGiveUpAfter { get; } = new("notify.giveUpAfter", new DurationKind(TimeSpan.FromSeconds(1), TimeSpan.FromDays(30), "1d"), _ => TimeSpan.FromHours(24), "A notice that could not be sent for so long is given up, and stays to be replayed.") { For = Takers.Server };
}
