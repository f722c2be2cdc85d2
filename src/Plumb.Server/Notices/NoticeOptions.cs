using Plumb.Platform.Remote;
using Plumb.Platform.Remote.Smtp;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Planning;

namespace Plumb.Server.Notices;

/// <summary>What is told to whom.</summary>
public sealed record NoticeOptions
{
    /// <summary>What this installation is called.</summary>
    public string Installation { get; init; } = "Plumb";

    public NoticePolicy Policy { get; init; } = new();

    /// <summary>A notice that could not be sent for so long is given up. Positive.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromHours(24);

    public WebhookTarget? Webhook { get; init; }

    public MailTarget? Mail { get; init; }

    public DesktopTarget? Desktop { get; init; }

    /// <summary>Notices are written to the log as well, as they are told.</summary>
    public bool Log { get; init; }
}

/// <param name="Address">HTTPS, or HTTP on this machine and in private networks. May hold a token: never shown whole.</param>
/// <param name="Secret">What notices are signed with.</param>
/// <param name="From">The least severe events that it is told of.</param>
public sealed record WebhookTarget(Uri Address, SigningSecret Secret, Severity From, Reach Reach, TrustedRoots Roots);

/// <param name="Sender">An address without a name.</param>
/// <param name="Recipients">Addresses without names; each is a delivery of its own.</param>
/// <param name="From">The least severe events that they are told of.</param>
public sealed record MailTarget(SmtpServer Server, string Sender, IReadOnlyList<string> Recipients, Severity From);

/// <param name="Program">The absolute path of <c>notify-send</c>.</param>
/// <param name="Environment">How it finds the desktop: its whole environment.</param>
/// <param name="From">The least severe events that it is told of.</param>
public sealed record DesktopTarget(string Program, IReadOnlyDictionary<string, string> Environment, Severity From);
