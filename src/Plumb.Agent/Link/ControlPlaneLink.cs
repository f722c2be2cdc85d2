using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Link;

/// <summary>The agent's calls to the control plane, one try each. Never throws for an answer: every end is a value.</summary>
/// <param name="http">With the control plane's address as base, ending in a slash, and no timeout of its own.</param>
/// <param name="agent">The agent's name or id.</param>
/// <param name="token">The agent's key.</param>
/// <param name="time">Deadlines run on it.</param>
public sealed class ControlPlaneLink(HttpClient http, string agent, string token, TimeProvider time)
{
    /// <summary>How long one call may take, besides the wait that it asks for.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(30);

    private const int IndexLimit = 64 * 1024 * 1024;

    // 16 MiB of content are 22 MiB in base64.
    private const int ContentLimit = 32 * 1024 * 1024;

    private const int SmallLimit = 1024 * 1024;

    private string Root => $"api/v1/agents/{Uri.EscapeDataString(agent)}";

    /// <param name="etag">Of the state that is held; null asks for any.</param>
    /// <param name="wait">How long the control plane may wait for a change; zero answers at once.</param>
    public Task<LinkAnswer<TargetState>> GetTargetStateAsync(string? etag, TimeSpan wait, long? generation, CancellationToken cancellation)
    {
        var request = Request(HttpMethod.Get, wait > TimeSpan.Zero ? $"{Root}/target-state?wait={Duration.Format(wait)}" : $"{Root}/target-state");
        if (etag is not null)
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(etag));
        // Tells an older process that a newer one works, also while there is nothing to report.
        if (generation is { } g)
            request.Headers.Add("Plumb-Generation", g.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return SendAsync(request, PlumbJson.Default.TargetState, IndexLimit, Deadline + wait, TargetStateCheck.Why, cancellation);
    }

    public Task<LinkAnswer<StackContent>> GetContentAsync(string checksum, CancellationToken cancellation) => SendAsync(
        Request(HttpMethod.Get, $"{Root}/content/{Uri.EscapeDataString(checksum)}"),
        PlumbJson.Default.StackContent, ContentLimit, Deadline * 4, content => ContentCheck.Why(content, checksum), cancellation);

    public Task<LinkAnswer<SessionGrant>> OpenSessionAsync(SessionRequest session, CancellationToken cancellation) => SendAsync(
        Request(HttpMethod.Post, $"{Root}/sessions", JsonSerializer.SerializeToUtf8Bytes(session, PlumbJson.Default.SessionRequest)),
        PlumbJson.Default.SessionGrant, SmallLimit, Deadline, static grant => grant.Generation > 0 ? null : "it grants no generation", cancellation);

    /// <summary>Any answer of success acknowledges the whole batch.</summary>
    public async Task<LinkAnswer<bool>> ReportAsync(ReportBatch batch, CancellationToken cancellation)
    {
        var request = Request(HttpMethod.Post, $"{Root}/reports", JsonSerializer.SerializeToUtf8Bytes(batch, PlumbJson.Default.ReportBatch));
        return await SendAsync(
            request, Deadline, (_, _) => Task.FromResult<LinkAnswer<bool>>(new LinkAnswer<bool>.Fresh(true, ETag: null)), cancellation);
    }

    /// <summary>Consents to serve a publisher. Idempotent; refused with 404 as long as there is no such publisher.</summary>
    public Task<LinkAnswer<bool>> SubscribeAsync(string publisher, CancellationToken cancellation) => SendAsync(
        Request(HttpMethod.Put, $"{Root}/subscriptions/{Uri.EscapeDataString(publisher)}"), Deadline,
        static (_, _) => Task.FromResult<LinkAnswer<bool>>(new LinkAnswer<bool>.Fresh(true, ETag: null)), cancellation);

    private Task<LinkAnswer<T>> SendAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> json, int limit, TimeSpan deadline, Func<T, string?> whyNot, CancellationToken cancellation)
        where T : class =>
        SendAsync<T>(
            request,
            deadline,
            async (response, stop) =>
            {
                var value = JsonSerializer.Deserialize(await BoundedBody.ReadAsync(response.Content, limit, stop), json);
                var wrong = value is null ? "the body is null" : whyNot(value);
                return wrong is null
                    ? new LinkAnswer<T>.Fresh(value!, response.Headers.ETag?.ToString())
                    : new LinkAnswer<T>.Away($"{request.RequestUri} gave something unusable: {wrong}");
            },
            cancellation);

    private async Task<LinkAnswer<T>> SendAsync<T>(
        HttpRequestMessage request, TimeSpan deadline, Func<HttpResponseMessage, CancellationToken, Task<LinkAnswer<T>>> read, CancellationToken cancellation)
    {
        using var sent = request;
        using var limit = new CancellationTokenSource(deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            if (response.StatusCode == HttpStatusCode.NotModified)
                return new LinkAnswer<T>.Unchanged();
            return response.IsSuccessStatusCode ? await read(response, stop.Token) : await RefusalAsync<T>(response, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new LinkAnswer<T>.Away($"no answer from {http.BaseAddress} within {Duration.Format(deadline)}");
        }
        catch (JsonException cut)
        {
            return new LinkAnswer<T>.Away($"the answer of {request.RequestUri} is not what was asked for (empty, cut or foreign): {cut.Message}");
        }
        catch (Exception away) when (away is HttpRequestException or IOException or InvalidDataException)
        {
            return new LinkAnswer<T>.Away($"{http.BaseAddress}: {away.Message}");
        }
    }

    private static async Task<LinkAnswer<T>> RefusalAsync<T>(HttpResponseMessage response, CancellationToken cancellation)
    {
        // Anything but our own problem document is a proxy's page, perhaps: the status alone has to do.
        var isOurs = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        var problem = isOurs
            ? JsonSerializer.Deserialize(await BoundedBody.ReadAsync(response.Content, SmallLimit, cancellation), PlumbJson.Default.Problem)
            : null;
        return new LinkAnswer<T>.Refused((int)response.StatusCode, problem?.Code, problem?.Detail ?? response.ReasonPhrase ?? "no reason given");
    }

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }
}
