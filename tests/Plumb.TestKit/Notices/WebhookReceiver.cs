using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Plumb.TestKit;

/// <summary>What a receiver got.</summary>
/// <param name="Signed">The signature is right, by the receiver's own reckoning.</param>
public sealed record ReceivedWebhook(string Id, long Timestamp, string Signature, string Body, bool Signed, string Path);

/// <summary>What it says to one.</summary>
public sealed record ReceiverAnswer(int Status, string Body = "", params (string Name, string Value)[] Headers);

/// <summary>A receiver of webhooks on loopback, which checks them as Standard Webhooks says.</summary>
public sealed class WebhookReceiver : IDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwJ9hFYQ2s1pE=";

    private readonly HttpListener listener;

    public WebhookReceiver()
    {
        (listener, var address) = LoopbackHttp.Start();
        Address = address + "/hook";
        _ = ServeAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<ReceivedWebhook> Received { get; } = [];

    /// <summary>How it answers; counted from 1.</summary>
    public Func<int, ReceiverAnswer> Answer { get; set; } = _ => new(204);

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        var count = 0;
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                Received.Enqueue(await ReadAsync(context.Request));
                var answer = Answer(++count);
                context.Response.StatusCode = answer.Status;
                foreach (var (name, value) in answer.Headers)
                    context.Response.AddHeader(name, value);
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
                context.Response.Close();
            }
            catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // It was closed, or the caller died under it.
                if (!listener.IsListening)
                    return;
            }
        }
    }

    private static async Task<ReceivedWebhook> ReadAsync(HttpListenerRequest request)
    {
        using var bytes = new MemoryStream();
        await request.InputStream.CopyToAsync(bytes);
        var (id, timestamp, signature) = (request.Headers["webhook-id"] ?? "", request.Headers["webhook-timestamp"] ?? "0", request.Headers["webhook-signature"] ?? "");
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. bytes.ToArray()];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), signed));
        return new(id, long.Parse(timestamp), signature, Encoding.UTF8.GetString(bytes.ToArray()), expected == signature, request.Url!.AbsolutePath);
    }
}
