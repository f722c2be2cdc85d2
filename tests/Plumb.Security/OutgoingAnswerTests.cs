using System.Net;
using System.Net.Sockets;
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
