using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Plumb.Server.Api;
using Plumb.Server.Keys;
using Plumb.Server.Tests.Keys;

namespace Plumb.Server.Tests.Api;

/// <summary>Made from the committed document: a route that comes is tried with every role, and one without a rule is told.</summary>
public sealed class EveryRouteTests
{
    /// <summary>What anybody may ask. A webhook is checked by its signature.</summary>
    private static readonly string[] Open = ["GET /healthz", "GET /readyz", "GET /version", "GET /api/v1/problems", "POST /api/webhook"];

    private static readonly string[] Roles = ["viewer", "operator", "admin", "agent", "publisher", "task"];

    [Fact]
    public void Each_has_a_rule_or_is_meant_to_be_open() =>
        Assert.Equal(Open.Order(StringComparer.Ordinal), ApiRoutes.All.Where(route => route.Rule is null).Select(route => $"{route}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Each_that_is_served_says_who_may_use_it_and_all_but_pages_are_in_the_document()
    {
        await using var server = await RunningServer.StartAsync();
        var served = server.Server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(served);
        Assert.All(served, endpoint => Assert.True(endpoint.Metadata.GetMetadata<AccessNeeded>() is not null, $"{endpoint.DisplayName} has no rule: Needs(Access.…)"));
        var described = ApiRoutes.All.Select(route => route.Path).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(["/docs", "/docs/problems", "/openapi/v1.json"], served.Select(endpoint => $"/{endpoint.RoutePattern.RawText!.Trim('/').Replace("**", "", StringComparison.Ordinal)}").Where(path => !described.Contains(path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_key_and_from_elsewhere_nothing_is_let_in_but_what_is_open()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var route in ApiRoutes.All.Where(route => route.Rule is not null))
        {
            using var request = route.Request(key: null);
            request.Headers.Add("X-Forwarded-For", "192.0.2.1");
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{route}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task Each_refuses_a_parameter_that_it_does_not_know_and_names_those_of_the_document()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var document = ApiRoutes.Document();
        var admin = (await server.MakeKeyAsync("admin", "root")).Token;
        var agent = (await server.MakeKeyAsync("agent", "some-one")).Token;
        foreach (var route in ApiRoutes.All.Where(route => route.Rule is not null))
        {
            var operation = document.RootElement.GetProperty("paths").GetProperty(route.Path).GetProperty(route.Method.ToLowerInvariant());
            var known = operation.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query").Select(parameter => parameter.GetProperty("name").GetString()!).ToList()
                : [];
            using var request = route.Request(route.Rule is Access.ThatAgent or Access.Consent ? agent : admin, ("stack", "web"));
            request.RequestUri = new Uri($"{request.RequestUri}?{string.Concat(known.Select(name => $"{name.ToUpperInvariant()}=1&"))}dryrum=true", UriKind.Relative);
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var said = (await response.ProblemAsync(HttpStatusCode.BadRequest, "query.invalid")).Detail;
            Assert.True(said.Contains($"'dryrum': it takes {(known.Count == 0 ? "none" : string.Join(", ", known))}.", StringComparison.Ordinal), said);
        }
    }

    [Fact]
    public async Task Each_role_is_let_in_where_its_rule_says_so_and_nowhere_else()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var wrong = new List<string>();
        foreach (var role in Roles)
        {
            var key = (await server.MakeKeyAsync(role, "some-one")).Token;
            foreach (var route in ApiRoutes.All)
            {
                using var request = route.Request(key);
                using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var allowed = KeyText.RoleOf(role)!.Value.Allows(route.Rule ?? Access.Open);
                // To who has a scope of its own, what is outside of it is not there, or not allowed.
                var denied = response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
                var isScoped = role is "agent" or "publisher";
                if (allowed ? denied && !isScoped : !denied)
                {
                    wrong.Add($"{role} {route}: {(int)response.StatusCode}, allowed: {allowed}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Reading_gives_nothing_to_write_with()
    {
        await using var server = await RunningServer.StartAsync();
        var viewer = (await server.MakeKeyAsync("viewer", "eve")).Token;
        foreach (var route in ApiRoutes.All.Where(route => route.IsWrite && route.Rule is not null))
        {
            using var request = route.Request(viewer, ("stack", "web"), ("agent", RunningServer.Agent), ("source", "main"));
            using var response = await server.Http.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{route}: {response.StatusCode}");
        }
    }
}
