using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Plumb.Cli.Client;

/// <summary>Calls the control plane. Every failure is a <see cref="CommandException"/> that says what was tried.</summary>
internal sealed partial class ApiClient : IDisposable
{
    /// <summary>A fresh look at a stack may take the agent a while; nothing else takes this long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient http;
    private readonly Endpoint endpoint;

    public ApiClient(Endpoint endpoint, TimeSpan? patience = null)
    {
        this.endpoint = endpoint;
        var wire = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // A proxy of the environment is for the world outside, never for this machine.
            UseProxy = !endpoint.Address.IsLoopback,
        };
        http = new(new RepeatedWrites(wire, TimeProvider.System))
        {
            BaseAddress = endpoint.Address,
            Timeout = patience ?? Patience,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new("plumb-cli", Commands.VersionVerb.Version));
        if (endpoint.Token is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", endpoint.Token);
    }

    public Endpoint Endpoint => endpoint;

    /// <summary>What is made from here on is this set's, whether or not the command lives to say so.</summary>
    public void MakeFor(string set) => http.DefaultRequestHeaders.Add("Plumb-Apply-Set", set);

    /// <param name="tried">Completes "could not …".</param>
    /// <param name="path">Below the root, each name escaped.</param>
    public Task<Answer<T>> GetAsync<T>(string tried, string path, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(tried, HttpMethod.Get, path, type, cancellation);

    public Task<Answer<T>> PostAsync<T>(string tried, string path, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(tried, HttpMethod.Post, path, type, cancellation);

    public Task<Answer<T>> PostAsync<TBody, T>(string tried, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(tried, HttpMethod.Post, path, type, cancellation, JsonContent.Create(body, bodyType));

    /// <summary>A call whose answer says no more than that it was done.</summary>
    public async Task PostAsync(string tried, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        using var response = await ExchangeAsync(tried, request, HttpCompletionOption.ResponseContentRead, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw Refusal.Of(tried, endpoint, response, await response.Content.ReadAsByteArrayAsync(cancellation));
        }
    }

    /// <summary>An answer that goes on, such as the stream of events; the caller reads and disposes it.</summary>
    public async Task<Stream> StreamAsync(string tried, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await ExchangeAsync(tried, request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
            return await response.Content.ReadAsStreamAsync(cancellation);

        using (response)
            throw Refusal.Of(tried, endpoint, response, await response.Content.ReadAsByteArrayAsync(cancellation));
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer<T>> SendAsync<T>(string tried, HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellation, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await ExchangeAsync(tried, request, HttpCompletionOption.ResponseContentRead, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (!response.IsSuccessStatusCode)
            throw Refusal.Of(tried, endpoint, response, body);

        try
        {
            using var document = JsonDocument.Parse(body);
            var raw = document.RootElement.Clone();
            return new(raw.Deserialize(type) ?? throw new JsonException("It is null."), raw);
        }
        catch (JsonException error)
        {
            throw new CommandException(tried, $"{endpoint.Shown} answered {(int)response.StatusCode} with something that is not Plumb's: {error.Message}", "Check that the address is a Plumb control plane of a version that fits 'plumb version'.");
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(string tried, HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, completion, cancellation);
        }
        catch (HttpRequestException error)
        {
            var why = error.GetBaseException().Message;
            throw new CommandException(tried, $"no control plane answers at {endpoint.Shown} ({why})", "Start one with 'plumb up', or say where it is with --server URL or PLUMB_SERVER.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException(tried, $"{endpoint.Shown} did not answer within {Contracts.Json.Duration.Format(http.Timeout)}", "See its log, and 'plumb doctor'.");
        }
    }
}
