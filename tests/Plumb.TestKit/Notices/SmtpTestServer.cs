using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Plumb.TestKit;

/// <summary>A message as a server got it.</summary>
/// <param name="Secured">It came over TLS.</param>
/// <param name="Login"><c>user:password</c>; null without a login.</param>
public sealed record ReceivedMail(string From, string To, string Content, bool Secured, string? Login);

/// <summary>A mail server on loopback that holds its clients to the dialogue of RFC 5321: a command out of its order is 503.</summary>
public sealed class SmtpTestServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public SmtpTestServer()
    {
        listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What it proves itself with; null: it offers no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>TLS from the first byte.</summary>
    public bool Implicit { get; init; }

    /// <summary><c>user:password</c> that is asked for before any mail; null: none.</summary>
    public string? Login { get; init; }

    /// <summary>Ways to log in that it offers.</summary>
    public string Ways { get; init; } = "PLAIN LOGIN";

    /// <summary>Answered to a command in place of its own reply; null: its own.</summary>
    public Func<string, string?> Instead { get; set; } = _ => null;

    public ConcurrentQueue<ReceivedMail> Received { get; } = [];

    /// <summary>Every line that clients sent outside of messages.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    public void Dispose() => listener.Stop();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync();
                _ = Task.Run(() => TalkAsync(client));
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await new Dialogue(this).RunAsync(client.GetStream());
            }
            catch (Exception cut) when (cut is IOException or AuthenticationException)
            {
                // The client left, or did not believe the certificate.
                client.Close();
            }
        }
    }

    private sealed class Dialogue(SmtpTestServer server)
    {
        private Stream stream = Stream.Null;
        private bool greeted;
        private bool secured;
        private string? login;
        private string? from;
        private string? to;

        public async Task RunAsync(Stream plain)
        {
            stream = plain;
            if (server.Implicit)
                await SecureAsync();
            await SayAsync(server.Instead("") ?? "220 test ESMTP");
            while (await LineAsync() is { } line)
            {
                server.Said.Enqueue(line);
                if (server.Instead(line) is { } other)
                {
                    await SayAsync(other);
                    continue;
                }

                await SayAsync(await AnswerAsync(line));
                if (line == "STARTTLS" && server.Certificate is not null && !secured)
                {
                    await SecureAsync();
                    greeted = false;
                }

                if (line == "QUIT")
                    return;
            }
        }

        private async Task<string> AnswerAsync(string line) => line.Split(' ', ':')[0] switch
        {
            "EHLO" => Hello(),
            "STARTTLS" when greeted && !secured && server.Certificate is not null => "220 go ahead",
            "AUTH" when greeted && server.Login is not null && login is null => await LogInAsync(line),
            "MAIL" when greeted && from is null && (server.Login is null || login is not null) => Take(ref from, line, "FROM"),
            "MAIL" when greeted && from is null => "530 5.7.0 Authentication required",
            "RCPT" when from is not null => Take(ref to, line, "TO"),
            "DATA" when to is not null => await DataAsync(),
            "QUIT" => "221 bye",
            "EHLO" or "STARTTLS" or "AUTH" or "MAIL" or "RCPT" or "DATA" => "503 5.5.1 Bad sequence of commands",
            _ => "500 5.5.2 Command not recognized",
        };

        private string Hello()
        {
            greeted = true;
            var offers = new List<string> { "test", "8BITMIME" };
            if (server.Certificate is not null && !secured)
                offers.Add("STARTTLS");
            if (server.Login is not null && (secured || server.Certificate is null))
                offers.Add($"AUTH {server.Ways}");
            return string.Join("\r\n", offers.Select((offer, at) => $"250{(at == offers.Count - 1 ? ' ' : '-')}{offer}"));
        }

        private async Task<string> LogInAsync(string line)
        {
            var plain = line.StartsWith("AUTH PLAIN ", StringComparison.Ordinal)
                ? string.Join(':', Decoded(line[11..]).Split('\0')[1..])
                : $"{Decoded(await AskAsync("334 VXNlcm5hbWU6"))}:{Decoded(await AskAsync("334 UGFzc3dvcmQ6"))}";
            login = plain == server.Login ? plain : null;
            return login is null ? "535 5.7.8 Authentication credentials invalid" : "235 2.7.0 Authenticated";
        }

        private async Task<string> DataAsync()
        {
            await SayAsync("354 end with a dot");
            var content = new StringBuilder();
            while (await LineAsync() is { } line)
            {
                if (line == ".")
                {
                    server.Received.Enqueue(new(from!, to!, content.ToString(), secured, login));
                    (from, to) = (null, null);
                    return server.Instead("end of data") ?? "250 2.0.0 taken";
                }

                content.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append('\n');
            }

            throw new IOException("It ended within a message.");
        }

        private async Task<string> AskAsync(string question)
        {
            await SayAsync(question);
            return await LineAsync() ?? "";
        }

        private static string Take(ref string? into, string line, string word)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !line[..colon].EndsWith(word, StringComparison.Ordinal) || line[colon..] is not [':', '<', .. var address, '>'])
                return "501 5.5.4 Syntax error";
            into = address;
            return "250 2.1.0 ok";
        }

        private static string Decoded(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

        private async Task SecureAsync()
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(server.Certificate!);
            (stream, secured) = (tls, true);
        }

        private async Task SayAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"));

        // Lines end with CR LF and nothing else: RFC 5321, section 2.3.8.
        private async Task<string?> LineAsync()
        {
            var line = new StringBuilder();
            var next = new byte[1];
            while (await stream.ReadAsync(next) == 1)
            {
                line.Append((char)next[0]);
                if (line.Length >= 2 && line[^1] == '\n' && line[^2] == '\r')
                    return line.ToString(0, line.Length - 2);
            }

            return null;
        }
    }
}
