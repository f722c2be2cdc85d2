using System.Net;
using Plumb.Contracts.Json;
using Plumb.Contracts.Keys;
using Plumb.Contracts.Reports;
using Plumb.Server.Tests;
using Plumb.Server.Tests.Keys;

namespace Plumb.Security;

/// <summary>Advisory row 27: the key of an agent is that agent's and of nobody else, and nothing that an agent or publisher can do makes or changes a key.</summary>
public sealed class KeyTakeoverTests
{
    [Theory]
    [InlineData("agent")]
    [InlineData("publisher")]
    [InlineData("viewer")]
    [InlineData("operator")]
    [InlineData("task")]
    public async Task Who_is_no_admin_makes_rotates_revokes_and_sees_no_key(string role)
    {
        await using var server = await RunningServer.StartAsync();
        var victim = await server.MakeKeyAsync("agent", "victim");
        using var http = server.WithKey((await server.MakeKeyAsync(role, "edge-1")).Token);
        foreach (var (method, path) in new[] { ("GET", ""), ("POST", ""), ("GET", $"/{victim.Key.Id}"), ("POST", $"/{victim.Key.Id}/rotate"), ("POST", $"/{victim.Key.Id}/revoke") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/keys{path}");
            request.Content = path.Length == 0 && method == "POST" ? new KeyBody("admin", "mine", ExpiresIn: null).Json(PlumbJson.Default.KeyBody) : null;
            using var response = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync(victim.Token, "/healthz"));
    }

    [Fact]
    public async Task A_key_whose_name_is_another_agents_id_is_not_that_agents()
    {
        await using var server = await RunningServer.StartAsync();
        await server.AgentAsync("victim");
        var id = (await server.GetAsync("/api/v1/agents/victim", PlumbJson.Default.AgentView)).Id;
        using var http = server.WithKey((await server.MakeKeyAsync("agent", id)).Token);
        foreach (var name in new[] { id, "victim" })
        {
            using var poll = await http.GetAsync($"/api/v1/agents/{name}/target-state");
            Assert.Equal(HttpStatusCode.NotFound, poll.StatusCode);
            using var session = await http.PostAsync($"/api/v1/agents/{name}/sessions", new SessionRequest("i", "1", ["compose"], 30).Json(PlumbJson.Default.SessionRequest));
            Assert.Equal(HttpStatusCode.NotFound, session.StatusCode);
        }
    }

    [Theory]
    [InlineData("plumb_admin_{0}_{1}")]
    [InlineData("plumb_operator_{0}_{1}")]
    [InlineData("plumb_agent_{0}_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("PLUMB_agent_{0}_{1}")]
    [InlineData("plumb_agent_{0}_{1}_")]
    [InlineData("plumb_agent__{1}")]
    [InlineData("plumb_agent_{0}' or '1'='1_{1}")]
    public async Task Another_role_secret_or_id_around_a_true_part_is_no_key(string form)
    {
        await using var server = await RunningServer.StartAsync();
        var parts = (await server.MakeKeyAsync("agent", "edge-1")).Token.Split('_');
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/keys");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {string.Format(null, form, parts[2], parts[3])}");
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_true_key_is_the_agents()
    {
        await using var server = await RunningServer.StartAsync();
        using var http = server.WithKey((await server.MakeKeyAsync("agent", "edge-1")).Token);
        var agent = new TestAgent(http, "edge-1");
        await agent.OpenAsync();
        Assert.NotNull((await agent.PollAsync()).State);
    }
}
