using System.Security.Cryptography.X509Certificates;
using System.Text;
using Plumb.Contracts.Notices;
using Plumb.Platform.Remote;
using Plumb.Server.Notices;
using Plumb.Server.Notices.Planning;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Notices;

/// <summary>Mail, given to a server that holds its clients to the protocol.</summary>
public sealed class MailTests : IDisposable
{
    private readonly TempDir _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Each_recipient_gets_it_in_words()
    {
        using var smtp = new SmtpTestServer();
        await using var server = await NoticeServer.StartAsync(it => it with { Installation = "Häuser", Mail = Mail(smtp, to: ["one@example.org", "two@example.org"]) });
        await server.FiresAsync("a", summary: "web failed.\r\n.\r\nDATA is ünsafe");
        var sent = await server.SeesAsync(it => it.Count == 2 && it.All(notice => notice.State == NoticeState.Sent), "both sent");

        Assert.Equal(["mail:one@example.org", "mail:two@example.org"], sent.Select(notice => notice.Channel).Order(StringComparer.Ordinal));
        Assert.Equal(["one@example.org", "two@example.org"], smtp.Received.Select(mail => mail.To).Order(StringComparer.Ordinal));
        var mail = smtp.Received.Single(it => it.To == "one@example.org");
        Assert.Equal(("plumb@example.org", false, null), (mail.From, mail.Secured, mail.Login));
        Assert.Contains($"Message-ID: <{sent.Single(notice => notice.Channel == "mail:one@example.org").Id}@plumb>\n", mail.Content, StringComparison.Ordinal);
        Assert.Contains("Date: Mon, 01 Jun 2026 12:00:00 +0000\n", mail.Content, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated\n", mail.Content, StringComparison.Ordinal);
        Assert.Equal("[Häuser] FIRING (error): web failed. . DATA is ünsafe", Subject(mail));
        Assert.Equal("2026-06-01 12:00:00 UTC  FIRING (error)  web failed. . DATA is ünsafe\r\n", Body(mail));
        Assert.All(mail.Content.Split('\n'), line => Assert.True(line.Length <= 78 && line.All(c => c is >= ' ' and <= '~'), line));
    }

    [Fact]
    public async Task Unasked_mail_is_of_alerts_and_no_deploys()
    {
        using var smtp = new SmtpTestServer();
        await using var server = await NoticeServer.StartAsync(it => it with { Mail = Mail(smtp) });
        await server.FiresAsync("told", "info");
        await server.FiresAsync("a", "warning");
        await server.SeesAsync(it => it is [{ State: NoticeState.Sent }], "the warning sent");
    }

    [Fact]
    public async Task A_recipient_that_is_refused_is_given_up_with_the_servers_words_and_the_other_gets_it()
    {
        using var smtp = new SmtpTestServer { Instead = line => line == "RCPT TO:<gone@example.org>" ? "550 5.1.1 No such user here" : null };
        await using var server = await NoticeServer.StartAsync(it => it with { Mail = Mail(smtp, to: ["gone@example.org", "there@example.org"]) });
        await server.FiresAsync("a");
        var all = await server.SeesAsync(it => it.Count == 2 && it.All(notice => notice.Attempts == 1), "both tried");
        var gone = all.Single(notice => notice.Channel == "mail:gone@example.org");
        Assert.Equal((NoticeState.GivenUp, "recipient gone@example.org refused: 550 5.1.1 No such user here"), (gone.State, gone.Answer));
        Assert.Equal(NoticeState.Sent, all.Single(notice => notice != gone).State);
        Assert.Equal("there@example.org", Assert.Single(smtp.Received).To);
    }

    [Theory]
    [InlineData("RCPT", "451 4.7.1 Greylisted, come back")]
    [InlineData("MAIL", "452 4.3.1 Too little storage")]
    [InlineData("", "421 4.3.2 Shutting down")]
    [InlineData("end of data", "451 4.3.0 Not now")]
    public async Task What_is_refused_for_now_is_tried_again(string command, string reply)
    {
        var refusals = 0;
        using var smtp = new SmtpTestServer { Instead = line => line.StartsWith(command, StringComparison.Ordinal) && (command.Length > 0 || line.Length == 0) && refusals++ < 2 ? reply : null };
        await using var server = await NoticeServer.StartAsync(it => it with { Mail = Mail(smtp) });
        await server.FiresAsync("a");
        var sent = Assert.Single(await server.SeesAsync(it => it is [{ State: NoticeState.Sent }], "sent at last", TimeSpan.FromSeconds(1)));
        Assert.Equal(3, sent.Attempts);
        Assert.Contains(server.Server.Logs.Lines, line => line.StartsWith("notice.retried", StringComparison.Ordinal) && line.Contains(reply, StringComparison.Ordinal));
        Assert.Contains($"<{sent.Id}@plumb>", smtp.Received.Last().Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DATA", "554 5.7.1 No thanks")]
    [InlineData("end of data", "552 5.3.4 Too much")]
    public async Task What_is_refused_for_good_is_given_up(string command, string reply)
    {
        using var smtp = new SmtpTestServer { Instead = line => line.StartsWith(command, StringComparison.Ordinal) ? reply : null };
        await using var server = await NoticeServer.StartAsync(it => it with { Mail = Mail(smtp) });
        await server.FiresAsync("a");
        var lost = Assert.Single(await server.SeesAsync(it => it is [{ State: NoticeState.GivenUp }], "given up"));
        Assert.Equal(1, lost.Attempts);
        Assert.EndsWith(reply, lost.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "PLAIN LOGIN")]
    [InlineData(false, "LOGIN")]
    [InlineData(true, "PLAIN")]
    public async Task Over_tls_with_a_login(bool isImplicit, string ways)
    {
        using var certificate = TestCertificate.Make();
        using var smtp = new SmtpTestServer { Certificate = certificate, Implicit = isImplicit, Login = "plumb:hunter2-hunter2", Ways = ways };
        await using var server = await NoticeServer.StartAsync(it => it with { Mail = Mail(smtp, Trusting(certificate), login: true) });
        await server.FiresAsync("a");
        await server.SeesAsync(it => it is [{ State: NoticeState.Sent }], "sent");
        var mail = Assert.Single(smtp.Received);
        Assert.Equal((true, "plumb:hunter2-hunter2"), (mail.Secured, mail.Login));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_that_is_not_believed_gets_nothing(bool isImplicit)
    {
        using var certificate = TestCertificate.Make();
        using var other = TestCertificate.Make("elsewhere");
        using var smtp = new SmtpTestServer { Certificate = certificate, Implicit = isImplicit, Login = "plumb:hunter2-hunter2" };
        await using var server = await NoticeServer.StartAsync(it => it with { Mail = Mail(smtp, Trusting(other), login: true) });
        await server.FiresAsync("a");
        var waits = Assert.Single(await server.SeesAsync(it => it is [{ Attempts: 1 }], "tried"));
        Assert.Equal(NoticeState.Waiting, waits.State);
        Assert.Contains("certificate", waits.Answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(smtp.Said, line => line.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.Empty(smtp.Received);
    }

    [Fact]
    public async Task A_wrong_password_may_be_mended_and_is_no_refusal_of_the_message()
    {
        using var certificate = TestCertificate.Make();
        using var smtp = new SmtpTestServer { Certificate = certificate, Login = "plumb:another" };
        await using var server = await NoticeServer.StartAsync(it => it with { Mail = Mail(smtp, Trusting(certificate), login: true) });
        await server.FiresAsync("a");
        var waits = Assert.Single(await server.SeesAsync(it => it is [{ Attempts: 1 }], "tried"));
        Assert.Equal((NoticeState.Waiting, "login refused: 535 5.7.8 Authentication credentials invalid"), (waits.State, waits.Answer));
    }

    private TrustedRoots Trusting(X509Certificate2 certificate) => TrustedRoots.Read(_directory.Write("ca.pem", certificate.ExportCertificatePem()));

    private static MailTarget Mail(SmtpTestServer smtp, TrustedRoots? roots = null, bool login = false, params string[] to) => new(
        new("127.0.0.1", smtp.Port, smtp.Implicit, login ? "plumb" : null) { Password = login ? new("hunter2-hunter2") : null, Roots = roots ?? TrustedRoots.OfMachine },
        "plumb@example.org",
        to.Length > 0 ? to : ["ops@example.org"],
        Severity.Warning);

    private static string Body(ReceivedMail mail) => Encoding.UTF8.GetString(Convert.FromBase64String(mail.Content[(mail.Content.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Replace("\n", "", StringComparison.Ordinal)));

    private static string Subject(ReceivedMail mail)
    {
        var lines = mail.Content.Split('\n').SkipWhile(line => !line.StartsWith("Subject: ", StringComparison.Ordinal)).ToList();
        var words = lines.Take(1).Select(line => line["Subject: ".Length..]).Concat(lines.Skip(1).TakeWhile(line => line.StartsWith(' ')).Select(line => line[1..]));
        return string.Concat(words.Select(word => Encoding.UTF8.GetString(Convert.FromBase64String(word["=?utf-8?B?".Length..^2]))));
    }
}
