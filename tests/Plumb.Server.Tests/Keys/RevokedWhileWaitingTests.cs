using System.Net;
using System.Net.Http.Headers;

namespace Plumb.Server.Tests.Keys;

public sealed class RevokedWhileWaitingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_revoked_key_ends_its_open_long_polls_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        var made = await server.MakeKeyAsync("agent", "edge-1");
        using var http = server.WithKey(made.Token);
        var agent = new TestAgent(http, "edge-1");
        await agent.OpenAsync();
        var (_, etag) = await agent.PollAsync();
        using var other = await server.ClientAsync(Plumb.Server.Keys.Role.Agent, "edge-2");
        var spared = new TestAgent(other, "edge-2");
        await spared.OpenAsync();
        var (_, sparedTag) = await spared.PollAsync();
        using var stop = new CancellationTokenSource();

        using var request = Poll("edge-1", etag);
        var waiting = http.SendAsync(request);
        using var sparedRequest = Poll("edge-2", sparedTag);
        var sparedWaiting = other.SendAsync(sparedRequest, stop.Token);
        await Settled(server);
        (await server.Admin.PostAsync($"/api/v1/keys/{made.Key.Id}/revoke", null)).Dispose();

        using var answer = await waiting.WaitAsync(Patience);
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "key.invalid");
        Assert.False(sparedWaiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sparedWaiting);
    }

    [Fact]
    public async Task A_revoked_key_ends_its_event_streams_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        var made = await server.MakeKeyAsync("viewer", "eve");
        using var http = server.WithKey(made.Token);
        using var response = await http.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var first = new byte[1];
        await stream.ReadExactlyAsync(first);

        (await server.Admin.PostAsync($"/api/v1/keys/{made.Key.Id}/revoke", null)).Dispose();

        using var patience = new CancellationTokenSource(Patience);
        var rest = new byte[4096];
        while (await stream.ReadAsync(rest, patience.Token) > 0)
        {
        }
    }

    // Five minutes: nothing but the key ends it within the test's patience.
    private static HttpRequestMessage Poll(string agent, string etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/agents/{agent}/target-state?wait=5m");
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(etag));
        return request;
    }

    private static Task Settled(RunningServer server) => TestKit.Wait.UntilAsync(
        () => server.Server.Service<Plumb.Server.Fleet.Presence>().WaitingNow >= 2, Patience, "both polls wait");
}
