using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Plumb.Platform.Remote.Smtp;

/// <summary>Gives mail to a server. One connection a message: notices are few.</summary>
/// <remarks>Source: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 4954 (AUTH).</remarks>
public sealed class SmtpSender(SmtpServer server, RemoteDial dial, TimeProvider time)
{
    /// <summary>Always ends with an outcome, unless cancelled.</summary>
    public async Task<SmtpOutcome> SendAsync(SmtpMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var deadline = new CancellationTokenSource(server.Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            var connection = await dial.ConnectAsync(server.Host, server.Port, new(server.Reach, Encrypted: true), both.Token);
            await using var stream = connection.Stream;
            return await TalkAsync(connection, message, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(Accepted: false, Permanent: false, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"no answer within {server.Deadline.TotalSeconds:0.#} s"));
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException)
        {
            return new(Accepted: false, Permanent: false, e.GetBaseException().Message);
        }
    }

    private async Task<SmtpOutcome> TalkAsync(RemoteConnection connection, SmtpMessage message, CancellationToken cancellation)
    {
        var isSafe = server.Implicit;
        await using var secured = isSafe ? await SecureAsync(connection.Stream, cancellation) : null;
        var lines = new SmtpLines((Stream?)secured ?? connection.Stream);
        if (await lines.ReplyAsync(cancellation) is { Code: not 220 } greeting)
        {
            return Refused("greeting", greeting, ofMessage: false);
        }

        var hello = await lines.CommandAsync("EHLO plumb", cancellation);
        if (hello.Code != 250)
        {
            return Refused("EHLO", hello, ofMessage: false);
        }

        if (isSafe || !Offers(hello, "STARTTLS"))
        {
            return isSafe || connection.Class != AddressClass.Public
                ? await GiveAsync(lines, hello, isSafe || connection.Class == AddressClass.Loopback, message, cancellation)
                : new(Accepted: false, Permanent: false, "the server offers no STARTTLS, and nothing is sent over the Internet in the clear; use smtps:// or another server");
        }

        var start = await lines.CommandAsync("STARTTLS", cancellation);
        if (start.Code != 220)
        {
            return Refused("STARTTLS", start, ofMessage: false);
        }

        if (!lines.IsDrained)
        {
            throw new IOException("the server went on talking in the clear after STARTTLS");
        }

        await using var upgraded = await SecureAsync(connection.Stream, cancellation);
        var safe = new SmtpLines(upgraded);
        return await GiveAsync(safe, await safe.CommandAsync("EHLO plumb", cancellation), maySayPassword: true, message, cancellation);
    }

    private async Task<SmtpOutcome> GiveAsync(SmtpLines lines, SmtpReply hello, bool maySayPassword, SmtpMessage message, CancellationToken cancellation)
    {
        if (server is { Username: { } username, Password: { } password })
        {
            if (!maySayPassword)
            {
                return new(Accepted: false, Permanent: false, "the server offers no STARTTLS, and a password is not sent in the clear; use smtps:// or leave the login out");
            }

            var login = await SmtpLogin.LogInAsync(lines, hello, username, password, cancellation);
            if (login.Code != 235)
            {
                return Refused("login", login, ofMessage: false);
            }
        }

        var from = await lines.CommandAsync($"MAIL FROM:<{message.From}>", cancellation);
        if (from.Code != 250)
        {
            return Refused("MAIL FROM", from, ofMessage: true);
        }

        var to = await lines.CommandAsync($"RCPT TO:<{message.To}>", cancellation);
        if (to.Code is not (250 or 251))
        {
            return Refused($"recipient {message.To}", to, ofMessage: true);
        }

        var data = await lines.CommandAsync("DATA", cancellation);
        if (data.Code != 354)
        {
            return Refused("DATA", data, ofMessage: true);
        }

        await lines.WriteAsync($"{Stuffed(message.Content)}\r\n.\r\n", cancellation);
        var end = await lines.ReplyAsync(cancellation);
        if (end.Code != 250)
        {
            return Refused("message", end, ofMessage: true);
        }

        await LeaveAsync(lines, cancellation);
        return new(Accepted: true, Permanent: false, end.ToString());
    }

    private static async Task LeaveAsync(SmtpLines lines, CancellationToken cancellation)
    {
        try
        {
            await lines.WriteAsync("QUIT\r\n", cancellation);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has taken the message; how the talk ends changes nothing of that.
        }
    }

    private async Task<SslStream> SecureAsync(Stream stream, CancellationToken cancellation)
    {
        var secured = new SslStream(stream, leaveInnerStreamOpen: true);
        try
        {
            await secured.AuthenticateAsClientAsync(server.Roots.For(server.Host), cancellation);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    private static bool Offers(SmtpReply hello, string word) => hello.Lines.Any(line => line.Equals(word, StringComparison.OrdinalIgnoreCase));

    // A 5xx to a login or greeting is a matter of settings, which a person may mend; one to the message is about the message.
    private static SmtpOutcome Refused(string what, SmtpReply reply, bool ofMessage) =>
        new(Accepted: false, Permanent: ofMessage && reply.Code >= 500, $"{what} refused: {reply}");

    // A line that begins with a dot gets another one. Source: RFC 5321, section 4.5.2.
    private static string Stuffed(string content)
    {
        var stuffed = content.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return stuffed.StartsWith('.') ? $".{stuffed}" : stuffed;
    }
}
