using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Plumb.Platform.Remote;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>Advisory rows 15 to 17 for what Plumb itself calls: where a receiver sends it on to, and what it answers.</summary>
public sealed class OutgoingAnswerTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_receiver_that_sends_on_is_not_followed_and_nothing_of_the_notice_goes_there(int status)
    {
        using var elsewhere = new WebhookReceiver();
        using var receiver = new WebhookReceiver { Answer = _ => new(status, "", ("Location", elsewhere.Address)) };
        var outcome = await PostAsync(new Uri(receiver.Address), TimeSpan.FromSeconds(20));
        Assert.Equal((status, false), (outcome.Status, outcome.Succeeded));
        Assert.Single(receiver.Received);
        Assert.Empty(elsewhere.Received);
    }

    [Fact]
    public async Task Of_an_answer_without_end_no_more_than_its_beginning_is_read()
    {
        using var receiver = new EndlessReceiver("HTTP/1.1 500 Broken\r\nConnection: close\r\n\r\n", "chatter chatter ");
        var outcome = await PostAsync(receiver.Address, TimeSpan.FromSeconds(30));
        Assert.Equal(500, outcome.Status);
        Assert.InRange(outcome.Said.Length, 100, OutgoingPost.AnswerLimit + 100);
    }

    [Fact]
    public async Task Headers_without_end_are_an_error()
    {
        using var receiver = new EndlessReceiver("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n");
        var outcome = await PostAsync(receiver.Address, TimeSpan.FromSeconds(30));
        Assert.Null(outcome.Status);
    }

    [Fact]
    public async Task One_that_never_answers_is_left_at_the_deadline()
    {
        using var receiver = new EndlessReceiver("", "");
        var outcome = await PostAsync(receiver.Address, TimeSpan.FromMilliseconds(300));
        Assert.Equal((null, "no answer within 0.3 s"), (outcome.Status, outcome.Said));
    }

    [Theory]
    [InlineData("localhost", "localhost", true)]
    [InlineData("localhost", "elsewhere.example", false)]
    [InlineData("elsewhere.example", "localhost", false)]
    public async Task Only_a_certificate_of_that_host_by_a_trusted_authority_gets_the_notice(string subject, string trusted, bool good)
    {
        using var certificate = TestCertificate.Make(subject);
        using var other = subject == trusted ? null : TestCertificate.Make(trusted);
        using var directory = new TempDir();
        var roots = TrustedRoots.Read(directory.Write("ca.pem", (other ?? certificate).ExportCertificatePem()));
        using var receiver = new TlsReceiver(certificate);
        using var post = new OutgoingPost(receiver.Address, Reach.Private, roots, new RemoteDial(), TimeSpan.FromSeconds(20), TimeProvider.System);
        var outcome = await post.SendAsync("{}"u8.ToArray(), [], CancellationToken.None);
        Assert.Equal((good, good ? 1 : 0), (outcome.Succeeded, receiver.Requests));
    }

    // Its authority is trusted, and it is another host's.
    [Fact]
    public async Task A_trusted_certificate_of_another_host_gets_nothing()
    {
        using var certificate = TestCertificate.Make("elsewhere.example");
        using var directory = new TempDir();
        using var receiver = new TlsReceiver(certificate);
        using var post = new OutgoingPost(
            receiver.Address, Reach.Private, TrustedRoots.Read(directory.Write("ca.pem", certificate.ExportCertificatePem())), new RemoteDial(), TimeSpan.FromSeconds(20), TimeProvider.System);
        var outcome = await post.SendAsync("{}"u8.ToArray(), [], CancellationToken.None);
        Assert.Equal((null, 0), (outcome.Status, receiver.Requests));
    }

    [Fact]
    public async Task An_honest_answer_is_good()
    {
        using var receiver = new WebhookReceiver { Answer = _ => new(200, "thanks") };
        var outcome = await PostAsync(new Uri(receiver.Address), TimeSpan.FromSeconds(20));
        Assert.Equal((200, true, "200 OK"), (outcome.Status, outcome.Succeeded, outcome.Said));
    }

    private static async Task<PostOutcome> PostAsync(Uri address, TimeSpan deadline)
    {
        using var post = new OutgoingPost(address, Reach.Private, TrustedRoots.OfMachine, new RemoteDial(), deadline, TimeProvider.System);
        return await post.SendAsync("{}"u8.ToArray(), [("webhook-id", "1"), ("webhook-timestamp", "1"), ("webhook-signature", "v1,x")], CancellationToken.None);
    }

    private sealed class TlsReceiver : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private int requests;

        public TlsReceiver(X509Certificate2 certificate)
        {
            listener.Start();
            _ = ServeAsync(certificate);
        }

        public int Requests => Volatile.Read(ref requests);

        public Uri Address => new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        public void Dispose() => listener.Stop();

        private async Task ServeAsync(X509Certificate2 certificate)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(certificate);
                if (await tls.ReadAsync(new byte[4096]) > 0)
                {
                    Interlocked.Increment(ref requests);
                    await tls.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray());
                }
            }
            catch (Exception left) when (left is IOException or SocketException or AuthenticationException)
            {
                // It did not believe the certificate.
            }
        }
    }

    /// <summary>Says something, and then something else again and again until nobody listens.</summary>
    private sealed class EndlessReceiver : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource over = new();

        public EndlessReceiver(string first, string more)
        {
            listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
            _ = TalkAsync(Encoding.ASCII.GetBytes(first), Encoding.ASCII.GetBytes(more));
        }

        public Uri Address { get; }

        public void Dispose()
        {
            over.Cancel();
            listener.Stop();
            over.Dispose();
        }

        private async Task TalkAsync(byte[] first, byte[] more)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(over.Token);
                var stream = client.GetStream();
                Assert.NotEqual(0, await stream.ReadAsync(new byte[1024], over.Token));
                await stream.WriteAsync(first, over.Token);
                while (more.Length > 0)
                {
                    await stream.WriteAsync(more, over.Token);
                }

                await Task.Delay(Timeout.Infinite, over.Token);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // It hung up, or the test is over.
            }
        }
    }
}
