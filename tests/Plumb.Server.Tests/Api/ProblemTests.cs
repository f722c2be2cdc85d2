using System.Net;
using System.Text;
using Plumb.Server.Keys;

namespace Plumb.Server.Tests.Api;

public sealed class ProblemTests
{
    public static TheoryData<string, string, string?, HttpStatusCode, string> BadRequests => new()
    {
        { "GET", "/nothing/here", null, HttpStatusCode.NotFound, "route.unknown" },
        { "GET", "/api/v1/nothing", null, HttpStatusCode.NotFound, "route.unknown" },
        { "DELETE", "/api/stacks", null, HttpStatusCode.MethodNotAllowed, "method.refused" },
        { "GET", "/api/v1/stacks/web/sync", null, HttpStatusCode.MethodNotAllowed, "method.refused" },
        { "GET", "/api/v1/stacks/none", null, HttpStatusCode.NotFound, "stack.unknown" },
        { "GET", "/api/v1/stacks/some/deep/none", null, HttpStatusCode.NotFound, "stack.unknown" },
        { "GET", "/api/v1/stacks/none/diff", null, HttpStatusCode.NotFound, "stack.unknown" },
        { "GET", "/api/v1/stacks/none/explain", null, HttpStatusCode.NotFound, "stack.unknown" },
        { "POST", "/api/v1/stacks/none/sync", "", HttpStatusCode.NotFound, "stack.unknown" },
        { "GET", "/api/stacks/containers/none", null, HttpStatusCode.NotFound, "stack.unknown" },
        { "GET", "/api/stacks/containers?path=none", null, HttpStatusCode.NotFound, "stack.unknown" },
        { "GET", "/api/v1/stacks?limit=0", null, HttpStatusCode.BadRequest, "query.invalid" },
        { "GET", "/api/v1/stacks?limit=501", null, HttpStatusCode.BadRequest, "query.invalid" },
        { "GET", "/api/v1/stacks?limit=many", null, HttpStatusCode.BadRequest, "query.invalid" },
        { "GET", "/api/v1/stacks?label=a%20b", null, HttpStatusCode.BadRequest, "query.invalid" },
        { "GET", "/api/v1/alerts?state=loud", null, HttpStatusCode.BadRequest, "query.invalid" },
        { "GET", "/api/v1/alerts/none", null, HttpStatusCode.NotFound, "alert.unknown" },
        { "GET", "/api/v1/decisions/none", null, HttpStatusCode.NotFound, "decision.unknown" },
        { "GET", "/api/v1/audit/none", null, HttpStatusCode.NotFound, "audit.unknown" },
        { "GET", "/api/v1/decisions?stack=none", null, HttpStatusCode.NotFound, "stack.unknown" },
        { "GET", "/api/v1/sources/none", null, HttpStatusCode.NotFound, "source.unknown" },
        { "GET", "/api/refresh-status?source=none", null, HttpStatusCode.NotFound, "source.unknown" },
        { "GET", "/api/v1/agents/none", null, HttpStatusCode.NotFound, "agent.unknown" },
        { "POST", "/api/v1/agents/local/breakers/compose:none/reset", "", HttpStatusCode.NotFound, "world.unknown" },
        { "PUT", "/api/v1/sources/extra", "{\"repository\":\"/x\",\"color\":\"red\"}", HttpStatusCode.BadRequest, "body.invalid" },
        { "PUT", "/api/v1/sources/extra", "{\"revision\":\"main\"}", HttpStatusCode.BadRequest, "body.invalid" },
        { "PUT", "/api/v1/sources/extra", "{\"repository\":\"/x\",\"poll\":\"soon\"}", HttpStatusCode.BadRequest, "body.invalid" },
        { "PUT", "/api/v1/sources/extra", "{\"repository\":\"/x\",\"poll\":\"0s\"}", HttpStatusCode.BadRequest, "body.invalid" },
        { "PUT", "/api/v1/sources/extra", "{\"repository\":null}", HttpStatusCode.BadRequest, "body.invalid" },
        { "PUT", "/api/v1/sources/extra", "not json", HttpStatusCode.BadRequest, "body.invalid" },
        { "PUT", "/api/v1/sources/extra", "", HttpStatusCode.BadRequest, "body.invalid" },
        { "PUT", "/api/v1/sources/-extra", "{\"repository\":\"/x\"}", HttpStatusCode.BadRequest, "name.invalid" },
        { "POST", "/api/webhook", "{}", HttpStatusCode.ServiceUnavailable, "webhook.disabled" },
        { "POST", "/api/reconcile/ack", "{}", HttpStatusCode.BadRequest, "ack.path" },
        { "POST", "/api/reconcile/ack", "", HttpStatusCode.BadRequest, "ack.path" },
        { "POST", "/api/reconcile/ack", "{\"path\":5}", HttpStatusCode.BadRequest, "body.invalid" },
        { "POST", "/api/refresh", "", HttpStatusCode.ServiceUnavailable, "refresh.unavailable" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_bad_request_ends_as_a_problem_with_its_code(string method, string path, string? body, HttpStatusCode status, string code)
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await server.Admin.SendAsync(request);

        var problem = await response.ProblemAsync(status, code);
        Assert.NotEmpty(problem.Detail);
    }

    [Theory]
    [InlineData("{\"repository\":\"/x\",\"color\":\"red\"}", "The field 'color' is not known here.")]
    [InlineData("{\"revision\":\"main\"}", "Needed and not there: 'repository'.")]
    [InlineData("{\"repository\":null}", "The field 'repository' must not be null.")]
    [InlineData("{\"repository\":\n5}", "The value at $.repository, in line 2, is not of the kind that is expected there.")]
    [InlineData("", "There is no body, and one is needed.")]
    public async Task A_bad_body_is_told_in_words_of_the_body(string body, string detail)
    {
        await using var server = await RunningServer.StartAsync();

        using var response = await server.Admin.PutAsync("/api/v1/sources/extra", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.StartsWith(detail, (await response.ProblemAsync(HttpStatusCode.BadRequest, "body.invalid")).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", "/api/stacks")]
    [InlineData("POST", "/api/v1/stacks/web/diff")]
    [InlineData("PATCH", "/api/v1/keys")]
    public async Task A_wrong_method_is_told_as_such_whoever_asks(string method, string path)
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var viewer = await server.ClientAsync(Role.Viewer, "eve");
        foreach (var who in (HttpClient[])[server.Http, viewer, server.Admin])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await who.SendAsync(request);
            await response.ProblemAsync(HttpStatusCode.MethodNotAllowed, "method.refused");
        }
    }

    [Theory]
    [InlineData("/api/v1/stacks/web/bogus")]
    [InlineData("/api/v1/stacks/apps/web/bogus")]
    [InlineData("/api/v1/stacks/none/bogus")]
    public async Task An_unknown_action_is_no_route(string path)
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"), Found.Stack("apps/web"));

        using var response = await server.Admin.PostAsync(path, content: null);

        Assert.StartsWith($"POST {path} is no route", (await response.ProblemAsync(HttpStatusCode.NotFound, "route.unknown")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_method_on_a_stack_names_it_as_it_is_named()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("apps/web"));

        using var response = await server.Admin.PostAsync("/api/v1/stacks/apps/web", content: null);

        Assert.StartsWith("POST /api/v1/stacks/apps/web: allowed is", (await response.ProblemAsync(HttpStatusCode.MethodNotAllowed, "method.refused")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var response = await server.Admin.PutAsync("/api/v1/sources/extra", new StringContent("repository=/x", Encoding.UTF8, "application/x-www-form-urlencoded"));
        await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "body.type");
    }

    [Fact]
    public async Task A_body_past_the_limit_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync();
        using var response = await agent.Http.PostAsync($"{agent.Path}/reports", new StringContent(new string(' ', 1024 * 1024 + 1), Encoding.UTF8, "application/json"));
        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body.tooLarge");
    }

    [Theory]
    [InlineData("?wait=soon", "query.invalid")]
    [InlineData("?wait=1h", "query.invalid")]
    public async Task A_bad_poll_is_refused(string query, string code)
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync();
        using var response = await agent.Http.GetAsync($"{agent.Path}/target-state{query}");
        await response.ProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("{\"generation\":1}")]
    [InlineData("{\"generation\":1,\"items\":[{\"kind\":\"poem\",\"id\":\"1\",\"number\":1}]}")]
    [InlineData("{\"generation\":1,\"items\":[{\"kind\":\"stack\",\"id\":\"1\",\"number\":1}]}")]
    [InlineData("{\"generation\":1,\"items\":[null]}")]
    public async Task A_bad_report_is_refused(string body)
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync();
        using var response = await agent.Http.PostAsync($"{agent.Path}/reports", new StringContent(body, Encoding.UTF8, "application/json"));
        await response.ProblemAsync(HttpStatusCode.BadRequest, "body.invalid");
    }

    [Fact]
    public async Task Content_that_the_agent_does_not_run_is_unknown_to_it()
    {
        await using var server = await RunningServer.StartAsync();
        var web = Found.Stack("web");
        await server.PublishAsync(web);
        var stranger = await server.AgentAsync("stranger");

        using var response = await stranger.Http.GetAsync($"{stranger.Path}/content/{web.Checksum}");

        await response.ProblemAsync(HttpStatusCode.NotFound, "content.unknown");
        using var viewer = await server.ClientAsync(Role.Viewer, "eve");
        using var refused = await viewer.GetAsync($"/api/v1/agents/{RunningServer.Agent}/content/{web.Checksum}");
        await refused.ProblemAsync(HttpStatusCode.Forbidden, "role.forbidden");
    }
}
