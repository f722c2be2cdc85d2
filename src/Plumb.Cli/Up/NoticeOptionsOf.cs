using Plumb.Cli.Configuration;
using Plumb.Platform.Remote;
using Plumb.Server.Notices;
using Plumb.Server.Notices.Channels;

namespace Plumb.Cli.Up;

/// <summary>From the configuration to who is told of what. What only holds together is checked here.</summary>
internal sealed class NoticeOptionsOf(PlumbConfiguration configuration, Surroundings surroundings)
{
    private const int Submission = 587;
    private const int ImplicitTls = 465;

    // How notify-send finds the desktop of who runs Plumb.
    private static readonly string[] OfDesktop = ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XAUTHORITY", "HOME", "LANG"];

    /// <summary>Null: nobody is told.</summary>
    /// <exception cref="UsageException">A part is missing, or can't be read; the message names the setting.</exception>
    public static NoticeOptions? Make(PlumbConfiguration configuration, Surroundings surroundings) => new NoticeOptionsOf(configuration, surroundings).Make();

    /// <summary>Where <c>notify-send</c> is, in this process's PATH; null: nowhere.</summary>
    public static string? NotifySend(Surroundings surroundings) =>
        (surroundings.Environment.GetValueOrDefault("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.GetFullPath(Path.Combine(directory, "notify-send"), surroundings.WorkingDirectory))
            .FirstOrDefault(File.Exists);

    private NoticeOptions? Make()
    {
        var made = new NoticeOptions
        {
            Installation = configuration.Get(Settings.ProjectName)!,
            Policy = new()
            {
                Gather = configuration.Get(Settings.NotifyGather),
                Burst = configuration.Get(Settings.NotifyBurst),
                Pace = configuration.Get(Settings.NotifyPace),
                Quiet = configuration.Get(Settings.NotifyQuietHours) is { } hours ? new(hours.From, hours.To, Zone()) : null,
            },
            GiveUpAfter = configuration.Get(Settings.NotifyGiveUpAfter),
            Webhook = Webhook(),
            Mail = Mail(),
            Desktop = Desktop(),
            Log = configuration.Get(Settings.NotifyLog),
        };
        return made is { Webhook: null, Mail: null, Desktop: null, Log: false } ? null : made;
    }

    private WebhookTarget? Webhook()
    {
        var (url, secret) = (configuration.Get(Settings.NotifyWebhookUrl), configuration.Get(Settings.NotifyWebhookSecret));
        if (url is null)
        {
            return secret is null ? null : throw Missing(Settings.NotifyWebhookUrl, Settings.NotifyWebhookSecret);
        }

        if (secret is null)
        {
            throw Missing(Settings.NotifyWebhookSecret, Settings.NotifyWebhookUrl);
        }

        surroundings.Mask.Add(secret["whsec_".Length..]);
        return new(new Uri(url), SigningSecret.Parse(secret)!, configuration.Get(Settings.NotifyWebhookSeverity), configuration.Get(Settings.NotifyReach), Roots(Settings.NotifyWebhookCaFile));
    }

    private MailTarget? Mail()
    {
        var (server, from, to) = (configuration.Get(Settings.NotifyMailServer), configuration.Get(Settings.NotifyMailFrom), configuration.Get(Settings.NotifyMailTo));
        var (username, password) = (configuration.Get(Settings.NotifyMailUsername), configuration.Get(Settings.NotifyMailPassword));
        if (server is null)
        {
            return from is null && to.Count == 0 && username is null && password is null ? null : throw Missing(Settings.NotifyMailServer, from is not null ? Settings.NotifyMailFrom : to.Count > 0 ? Settings.NotifyMailTo : Settings.NotifyMailUsername);
        }

        var address = new Uri(server);
        var isImplicit = address.Scheme == "smtps";
        return new(
            new(address.Host.Trim('[', ']'), address.Port > 0 ? address.Port : isImplicit ? ImplicitTls : Submission, isImplicit, password is null && username is not null ? throw Missing(Settings.NotifyMailPassword, Settings.NotifyMailUsername) : username)
            {
                Password = password is null ? null : username is null ? throw Missing(Settings.NotifyMailUsername, Settings.NotifyMailPassword) : new(password),
                Reach = configuration.Get(Settings.NotifyReach),
                Roots = Roots(Settings.NotifyMailCaFile),
            },
            from ?? throw Missing(Settings.NotifyMailFrom, Settings.NotifyMailServer),
            to.Count > 0 ? to : throw Missing(Settings.NotifyMailTo, Settings.NotifyMailServer),
            configuration.Get(Settings.NotifyMailSeverity));
    }

    private DesktopTarget? Desktop() =>
        configuration.Get(Settings.NotifyDesktop) && NotifySend(surroundings) is { } program
            ? new(
                program,
                OfDesktop.Where(surroundings.Environment.ContainsKey).ToDictionary(name => name, name => surroundings.Environment[name], StringComparer.Ordinal),
                configuration.Get(Settings.NotifyDesktopSeverity))
            : null;

    private TimeZoneInfo Zone() => configuration.Get(Settings.NotifyTimeZone) is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : surroundings.Time.LocalTimeZone;

    private TrustedRoots Roots(Setting<string?> setting)
    {
        try
        {
            return configuration.Get(setting) is { } file ? TrustedRoots.Read(Path.GetFullPath(file, surroundings.WorkingDirectory)) : TrustedRoots.OfMachine;
        }
        catch (IOException e)
        {
            throw new UsageException(UsageCodes.ConfigValue, $"{setting.Key}: {e.Message}");
        }
    }

    private static UsageException Missing(Setting missing, Setting there) =>
        new(UsageCodes.ConfigValue, $"{missing.Key} is missing: {there.Key} needs it; give {missing.Expected}, such as {missing.Example}");
}
