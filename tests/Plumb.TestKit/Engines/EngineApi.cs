using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Plumb.TestKit;

/// <summary>The engine's HTTP interface over its socket, untyped: tests look at the world with other eyes than the product's.</summary>
public sealed class EngineApi : IDisposable
{
    private readonly HttpClient http;

    public EngineApi(string socketPath)
    {
        http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            PooledConnectionLifetime = TimeSpan.FromSeconds(5),
        })
        {
            BaseAddress = new Uri("http://engine/"),
            Timeout = TimeSpan.FromMinutes(1),
        };
    }

    /// <summary>It answers a ping.</summary>
    public async Task<bool> AnswersAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            using var answer = await http.GetAsync(new Uri("_ping", UriKind.Relative), limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>Null where the engine says 404.</returns>
    public async Task<JsonNode?> GetAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
            return null;
        return JsonNode.Parse(await ReadAsync(answer, path));
    }

    public async Task<string> PostAsync(string path, HttpContent? content = null)
    {
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await ReadAsync(answer, path);
    }

    public async Task DeleteAsync(string path)
    {
        using var answer = await http.DeleteAsync(new Uri(path, UriKind.Relative));
        await ReadAsync(answer, path);
    }

    public void Dispose() => http.Dispose();

    private static async Task<string> ReadAsync(HttpResponseMessage answer, string path)
    {
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode || answer.StatusCode == System.Net.HttpStatusCode.NotModified
            ? body
            : throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {body}", inner: null, answer.StatusCode);
    }
}
