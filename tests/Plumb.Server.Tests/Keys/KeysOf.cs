using System.Net;
using System.Net.Http.Headers;
using Plumb.Contracts.Json;
using Plumb.Contracts.Keys;

namespace Plumb.Server.Tests.Keys;

/// <summary>Keys of a running server.</summary>
internal static class KeysOf
{
    public static async Task<KeyMade> MakeKeyAsync(this RunningServer server, string role, string name, TimeSpan? expiresIn = null)
    {
        using var response = await server.Admin.PostAsync("/api/v1/keys", new KeyBody(role, name, expiresIn).Json(PlumbJson.Default.KeyBody));
        return await response.ReadAsync(PlumbJson.Default.KeyMade);
    }

    public static HttpClient WithKey(this RunningServer server, string token)
    {
        var client = new HttpClient { BaseAddress = server.Server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Of a read that any person may do.</summary>
    public static async Task<HttpStatusCode> StatusAsync(this RunningServer server, string token, string path = "/api/stacks")
    {
        using var client = server.WithKey(token);
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }
}
