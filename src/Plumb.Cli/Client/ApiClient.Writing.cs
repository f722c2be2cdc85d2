using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Cli.Client;

/// <summary>Calls that make, change and remove things of any kind: their shapes pass through as they are.</summary>
internal sealed partial class ApiClient
{
    /// <summary>Makes a thing, or changes it. An answer of success without a body is null.</summary>
    /// <param name="body">Null: none is sent.</param>
    /// <returns>Whether it was made by this call, and what it is now.</returns>
    public async Task<(bool Made, JsonElement? Now)> PutAsync(string tried, string path, JsonNode? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        return await WriteAsync(tried, request, cancellation);
    }

    /// <summary>The same with POST.</summary>
    public async Task<(bool Made, JsonElement? Now)> PostNodeAsync(string tried, string path, JsonNode body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        return await WriteAsync(tried, request, cancellation);
    }

    public async Task DeleteAsync(string tried, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        await WriteAsync(tried, request, cancellation);
    }

    /// <summary>What is there; null where nothing is.</summary>
    public async Task<JsonElement?> FindAsync(string tried, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await ExchangeAsync(tried, request, HttpCompletionOption.ResponseContentRead, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return response.StatusCode == HttpStatusCode.NotFound ? null
            : response.IsSuccessStatusCode ? Parse(tried, response, body)
            : throw Refusal.Of(tried, endpoint, response, body);
    }

    private async Task<(bool Made, JsonElement? Now)> WriteAsync(string tried, HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await ExchangeAsync(tried, request, HttpCompletionOption.ResponseContentRead, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return response.IsSuccessStatusCode
            ? (response.StatusCode == HttpStatusCode.Created, body.Length == 0 ? null : Parse(tried, response, body))
            : throw Refusal.Of(tried, endpoint, response, body);
    }

    private JsonElement Parse(string tried, HttpResponseMessage response, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new CommandException(tried, $"{endpoint.Shown} answered {(int)response.StatusCode} with something that is not Plumb's: {error.Message}", "Check that the address is a Plumb control plane of a version that fits 'plumb version'.");
        }
    }
}
