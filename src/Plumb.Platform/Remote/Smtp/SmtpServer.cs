namespace Plumb.Platform.Remote.Smtp;

/// <summary>Who mail is given to.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Implicit">TLS from the first byte (<c>smtps</c>); else STARTTLS where it is offered, and always to the Internet.</param>
/// <param name="Username">Null: no login.</param>
public sealed record SmtpServer(string Host, int Port, bool Implicit, string? Username)
{
    /// <summary>Told over TLS, or to this machine, and nowhere else.</summary>
    public SmtpPassword? Password { get; init; }

    public Reach Reach { get; init; } = Reach.Private;

    public TrustedRoots Roots { get; init; } = TrustedRoots.OfMachine;

    /// <summary>For all of a delivery.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>Never printed.</summary>
public sealed class SmtpPassword(string text)
{
    internal string Text { get; } = text;
}

/// <summary>One message to one recipient.</summary>
/// <param name="From">An address without a name.</param>
/// <param name="To">An address without a name.</param>
/// <param name="Content">Headers and body, lines ended by CR LF.</param>
public sealed record SmtpMessage(string From, string To, string Content);

/// <summary>How it ended.</summary>
/// <param name="Accepted">The server has it now.</param>
/// <param name="Permanent">Not accepted, and trying again would not help: the server answered 5xx to the message itself.</param>
/// <param name="Said">The server's words, or why there were none. Not masked.</param>
public sealed record SmtpOutcome(bool Accepted, bool Permanent, string Said);
