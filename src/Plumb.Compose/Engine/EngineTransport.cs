using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Engine;

/// <summary>Requests to the engine on kept connections, with a deadline each, and every ending as a value.</summary>
internal sealed class EngineTransport : IDisposable
{
    private const int ErrorBodyLimit = 16 * 1024;

    private readonly HttpClient _http;
    private readonly EngineAddress _address;
    private readonly TimeProvider _time;

    public EngineTransport(EngineAddress address, EngineTimeouts timeouts, TimeProvider time)
    {
        _address = address;
        _time = time;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = timeouts.Connect,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = null,
            ConnectCallback = (_, cancellation) => ConnectAsync(address, cancellation),
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://docker/"), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("plumb", "1"));
    }

    public async Task<EngineAnswer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, TimeSpan timeout, CancellationToken cancellation) =>
        await SendAsync(
            HttpMethod.Get,
            path,
            async (response, limit) =>
            {
                await using var body = await response.Content.ReadAsStreamAsync(limit);
                return await JsonSerializer.DeserializeAsync(body, type, limit) ?? throw new JsonException("the answer was null");
            },
            timeout,
            cancellation);

    /// <summary>True when the engine did it; false when it was so already (304).</summary>
    public async Task<EngineAnswer<bool>> ChangeAsync(HttpMethod method, string path, TimeSpan timeout, CancellationToken cancellation) =>
        await SendAsync(method, path, (response, _) => Task.FromResult((int)response.StatusCode != 304), timeout, cancellation);

    /// <summary>As the other, with a body.</summary>
    public async Task<EngineAnswer<bool>> ChangeAsync<TBody>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> type, TimeSpan timeout, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new("application/json");
        return await SendAsync(method, path, (response, _) => Task.FromResult((int)response.StatusCode != 304), timeout, cancellation, content);
    }

    /// <param name="timeout">Infinite: only <paramref name="cancellation"/> ends it.</param>
    public async Task<EngineAnswer<T>> SendAsync<T>(
        HttpMethod method, string path, Func<HttpResponseMessage, CancellationToken, Task<T>> read, TimeSpan timeout, CancellationToken cancellation, HttpContent? content = null)
    {
        using var deadline = new CancellationTokenSource(timeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.IsSuccessStatusCode || (int)response.StatusCode == 304)
            {
                return new EngineAnswer<T>.Ok(await read(response, limit.Token));
            }

            return new EngineAnswer<T>.Error((int)response.StatusCode, await ErrorOfAsync(response, limit.Token));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return new EngineAnswer<T>.Unreachable(
                string.Create(CultureInfo.InvariantCulture, $"the Docker engine at {_address} did not answer within {timeout.TotalSeconds:0.#} s"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            return new EngineAnswer<T>.Unreachable($"cannot reach the Docker engine at {_address}: {Words(Innermost(error))}");
        }
        catch (JsonException error)
        {
            return new EngineAnswer<T>.Error(0, $"its answer to {path.Split('?')[0]} was not understood: {error.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    // Of a socket's path that is not there the runtime says "Cannot assign requested address".
    private static string Words(Exception error) =>
        error is SocketException { SocketErrorCode: SocketError.AddressNotAvailable } ? "there is no such socket. Start the engine, or name another with DOCKER_HOST" : error.Message;

    private static Exception Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error;
    }

    private static async Task<string> ErrorOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var bytes = new byte[ErrorBodyLimit];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        var text = System.Text.Encoding.UTF8.GetString(bytes, 0, read).Trim();
        try
        {
            return JsonSerializer.Deserialize(text, EngineJson.Default.EngineErrorBody)?.Message ?? text;
        }
        catch (JsonException)
        {
            // Not the engine's own error shape (a proxy, a cut body): its text says more than our parse error.
            return text.Length == 0 ? response.ReasonPhrase ?? "no reason given" : text;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(EngineAddress address, CancellationToken cancellation)
    {
        var socket = address.Socket is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (address.Socket is { } path)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            }
            else
            {
                await socket.ConnectAsync(address.Host!, address.Port, cancellation);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
