using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Server.Api;
using Plumb.Server.Keys;
using Plumb.Server.Tests;
using Plumb.Server.Tests.Keys;

namespace Plumb.Security;

/// <summary>Advisory row 25: a route that somebody forgot to guard is closed, not open.</summary>
public sealed class DeniedUnlessAllowedTests
{
    [Theory]
    [InlineData(null, "key.missing")]
    [InlineData("viewer", "role.forbidden")]
    [InlineData("operator", "role.forbidden")]
    [InlineData("agent", "role.forbidden")]
    [InlineData("publisher", "role.forbidden")]
    [InlineData("task", "role.forbidden")]
    [InlineData("admin", null)]
    public async Task A_route_without_a_rule_is_for_admins_alone(string? role, string? code)
    {
        await using var server = await RunningServer.StartAsync();
        var key = role is null ? null : (await server.MakeKeyAsync(role, "some-one")).Token;
        var unguarded = new RouteEndpointBuilder(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/forgotten"), order: 0).Build();
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.SetEndpoint(unguarded);
        if (key is not null)
        {
            context.Request.Headers.Authorization = $"Bearer {key}";
        }

        var problem = Record.Exception(() => server.Server.Service<AccessCheck>().Check(context)) as ProblemException;

        Assert.Equal(code, problem?.Code.Code);
    }

    [Fact]
    public void Every_role_and_every_rule_has_its_answer_and_no_role_of_a_machine_administers()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            foreach (var access in Enum.GetValues<Access>())
            {
                _ = role.Allows(access);
            }

            Assert.Equal(role == Role.Admin, role.Allows(Access.Administer));
        }
    }

    [Theory]
    [InlineData("/containers/json")]
    [InlineData("/v1.41/containers/json")]
    [InlineData("/api/v1/agents/local/docker/containers/json")]
    [InlineData("/api/v1/stacks/../agents")]
    public async Task The_engine_is_never_handed_through(string path)
    {
        await using var server = await RunningServer.StartAsync();
        using var response = await server.Admin.GetAsync(path);
        Assert.True(response.StatusCode == HttpStatusCode.NotFound || path.Contains("..", StringComparison.Ordinal), $"{path}: {response.StatusCode}");
    }
}
