using System.Net;
using Plumb.Contracts.Reports;
using Plumb.Server.Tests;
using Plumb.Server.Tests.Api;
using Plumb.Server.Tests.Keys;

namespace Plumb.Security;

/// <summary>Advisory row 24: an id that was guessed right, but is another's, is answered as one that nobody has. Every route, from the committed document.</summary>
public sealed class ForeignIdTests
{
    [Fact]
    public async Task To_an_agent_every_other_agent_is_as_none()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        await server.AgentAsync("victim");
        var victim = (await server.GetAsync("/api/v1/agents/victim", Contracts.Json.PlumbJson.Default.AgentView)).Id;
        var key = (await server.MakeKeyAsync("agent", "edge-1")).Token;
        foreach (var route in ApiRoutes.All.Where(route => route.Path.Contains("{agent}", StringComparison.Ordinal)))
        {
            var answers = new List<(HttpStatusCode, string)>();
            foreach (var name in new[] { "victim", victim, "zz-none" })
            {
                using var request = route.Request(key, ("agent", name));
                using var response = await server.Http.SendAsync(request);
                answers.Add((response.StatusCode, (await response.Content.ReadAsStringAsync()).Replace(name, "X", StringComparison.Ordinal)));
            }

            Assert.True(answers[0].Item1 is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{route}: {answers[0]}");
            Assert.True(answers.Distinct().Count() == 1, $"{route}: {string.Join(" / ", answers)}");
        }
    }

    [Fact]
    public async Task To_a_publisher_every_stack_of_another_is_as_none()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var id = (await server.StackAsync("web")).Id;
        var key = (await server.MakeKeyAsync("publisher", "shop")).Token;
        foreach (var route in ApiRoutes.All.Where(route => route.Path.Contains("{stack}", StringComparison.Ordinal)))
        {
            var answers = new List<(HttpStatusCode, string)>();
            foreach (var name in new[] { "web", id, "zz-none" })
            {
                using var request = route.Request(key, ("stack", name));
                using var response = await server.Http.SendAsync(request);
                answers.Add((response.StatusCode, (await response.Content.ReadAsStringAsync()).Replace($"\\u0027{name}\\u0027", "X", StringComparison.Ordinal).Replace($"/{name}", "/X", StringComparison.Ordinal)));
            }

            Assert.True(answers[0].Item1 is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{route}: {answers[0]}");
            Assert.True(answers.Distinct().Count() == 1, $"{route}: {string.Join(" / ", answers)}");
        }
    }

    [Fact]
    public async Task Content_is_of_who_runs_it_even_where_its_checksum_is_known()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var owner = await server.AgentAsync();
        var other = await server.AgentAsync("edge-1");
        var checksum = Assert.Single((await owner.PollAsync()).State!.Stacks).Checksum;
        using var own = await owner.Http.GetAsync($"{owner.Path}/content/{checksum}");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        foreach (var path in new[] { other.Path, owner.Path })
        {
            using var response = await other.Http.GetAsync($"{path}/content/{checksum}");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Its_own_doors_are_open_to_it_by_name_and_by_id()
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync("edge-1");
        var id = (await server.GetAsync("/api/v1/agents/edge-1", Contracts.Json.PlumbJson.Default.AgentView)).Id;
        foreach (var path in new[] { $"/api/v1/agents/{id}/target-state", "/api/v1/agents/edge-1/target-state", "/api/v1/agents/edge-1" })
        {
            using var response = await agent.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using var session = await agent.Http.PostAsync($"/api/v1/agents/{id}/sessions", new SessionRequest("i", "1", ["compose"], 30).Json(Contracts.Json.PlumbJson.Default.SessionRequest));
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
        Assert.DoesNotContain(id, (await server.GetAsync("/api/v1/agents", Contracts.Json.PlumbJson.Default.PageAgentView)).Items.Select(view => view.Name));
    }
}
