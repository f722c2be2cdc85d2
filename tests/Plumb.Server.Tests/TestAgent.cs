using System.Net;
using System.Net.Http.Headers;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Server.Tests;

/// <summary>An agent's side of the contracts, over HTTP.</summary>
internal sealed class TestAgent(HttpClient http, string name)
{
    private long _number;

    public HttpClient Http { get; } = http;

    public string Path { get; } = $"/api/v1/agents/{name}";

    public long Generation { get; private set; }

    public async Task OpenAsync(double intervalSeconds = 30)
    {
        using var response = await Http.PostAsync($"{Path}/sessions", new SessionRequest("instance-1", "0.1.0", ["compose"], intervalSeconds).Json(PlumbJson.Default.SessionRequest));
        Generation = (await response.ReadAsync(PlumbJson.Default.SessionGrant)).Generation;
    }

    /// <returns>Null for 304.</returns>
    public async Task<(TargetState? State, string ETag)> PollAsync(string? etag = null, string? wait = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/target-state{(wait is null ? "" : $"?wait={wait}")}");
        if (etag is not null)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(etag));
        }

        using var response = await Http.SendAsync(request);
        var tag = response.Headers.ETag!.ToString();
        return response.StatusCode == HttpStatusCode.NotModified ? (null, tag) : (await response.ReadAsync(PlumbJson.Default.TargetState), tag);
    }

    public async Task ReportAsync(params ReportItem[] items)
    {
        using var response = await SendAsync(Generation, items);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    public Task<HttpResponseMessage> SendAsync(long generation, params ReportItem[] items) =>
        Http.PostAsync($"{Path}/reports", new ReportBatch(generation, items).Json(PlumbJson.Default.ReportBatch));

    public StackReport Synced(TargetStack stack) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Number = ++_number,
        StackId = stack.Id,
        Status = StackStatus.Synced,
        ObservedSequence = stack.Sequence,
        ComposeHash = "c0ffee",
        Differences = [],
        Holds = [],
        Failures = [],
        Health = "healthy",
        Known = true,
        Activity = "idle",
        SyncedRevision = stack.Revision,
        SyncedCommitMessage = stack.CommitMessage,
        SyncedComposeHash = "c0ffee",
        SyncedAt = DateTimeOffset.UnixEpoch,
        LastSyncAt = DateTimeOffset.UnixEpoch,
        LastSyncStatus = "synced",
        Containers = [new ContainerView(new string('a', 64), "web-web-1", "web", "running", "none", "busybox", [])],
        LookedAt = DateTimeOffset.UnixEpoch,
    };

    public long NextNumber() => ++_number;
}
