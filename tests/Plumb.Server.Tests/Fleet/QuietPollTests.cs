using System.Net.Http.Headers;
using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Server.Fleet;
using Plumb.Server.Tests.Keys;

namespace Plumb.Server.Tests.Fleet;

/// <summary>Unchanged polls have a short way. It says only what the long way says; a wait, however short, makes a poll go that one.</summary>
public sealed class QuietPollTests
{
    private sealed record Asked(string Path, string? Key, string? Tag, string? Generation = null, string? Host = null);

    [Fact]
    public async Task The_short_way_of_an_unchanged_poll_says_what_the_long_way_says()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        var other = await server.AgentAsync("other");
        var (_, tag) = await agent.PollAsync();
        var (_, othersTag) = await other.PollAsync();
        var (key, othersKey) = (KeyOf(agent.Http), KeyOf(other.Http));
        var ended = (await server.MakeKeyAsync("agent", RunningServer.Agent)).Token;
        using (var revoked = await server.Admin.PostAsync($"/api/v1/keys/{ended.Split('_')[2]}/revoke", null))
        {
            Assert.True(revoked.IsSuccessStatusCode);
        }

        var id = server.Server.Service<AgentTable>().Named(RunningServer.Agent)!.Id;
        var good = new Asked(agent.Path, key, tag);
        Asked[] all =
        [
            good,
            good with { Generation = $"{agent.Generation}" },
            good with { Generation = $"{agent.Generation + 1}" },
            good with { Generation = $"{agent.Generation - 1}" },
            good with { Generation = "newest" },
            good with { Tag = null },
            good with { Tag = othersTag },
            good with { Tag = $"{othersTag}, {tag}" },
            good with { Tag = $"W/{tag}" },
            good with { Key = null },
            good with { Key = othersKey },
            good with { Key = ended },
            good with { Key = key[..^1] + (key[^1] == '0' ? '1' : '0') },
            good with { Key = key.Replace("_agent_", "_admin_", StringComparison.Ordinal) },
            good with { Key = KeyOf(server.Admin) },
            good with { Path = other.Path },
            good with { Path = $"/api/v1/agents/{id}" },
            good with { Path = "/api/v1/agents/nobody" },
            good with { Path = "/api/v1/agents/a/b" },
            good with { Host = "plumb.example.org" },
        ];

        foreach (var asked in all)
        {
            Assert.Equal((asked, await SayAsync(server, asked, "?wait=1ms")), (asked, await SayAsync(server, asked, "")));
        }

        Assert.Equal(304, (await SayAsync(server, good, "")).Status);
    }

    [Fact]
    public async Task An_agent_that_polls_the_short_way_is_heard_of_and_counted()
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync();
        var (_, tag) = await agent.PollAsync();

        await agent.PollAsync(tag);

        Assert.Contains("plumb_poll_answers_total{answer=\"unchanged\"} 1", await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        Assert.True(server.Server.Service<Presence>().IsReachable(server.Server.Service<AgentTable>().Named(RunningServer.Agent)!.Id));
    }

    private static string KeyOf(HttpClient client) => client.DefaultRequestHeaders.Authorization!.Parameter!;

    private static async Task<(int Status, string? Tag, string? Code)> SayAsync(RunningServer server, Asked asked, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{asked.Path}/target-state{query}");
        request.Headers.Authorization = asked.Key is null ? null : new AuthenticationHeaderValue("Bearer", asked.Key);
        request.Headers.Host = asked.Host;
        foreach (var (name, value) in new[] { ("If-None-Match", asked.Tag), ("Plumb-Generation", asked.Generation) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await server.Http.SendAsync(request);
        var code = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), PlumbJson.Default.Problem)!.Code
            : null;
        return ((int)response.StatusCode, response.Headers.ETag?.ToString(), code);
    }
}
