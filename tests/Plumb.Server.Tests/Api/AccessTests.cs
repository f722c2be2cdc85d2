using System.Net;
using System.Net.Http.Headers;
using Plumb.Server.Api;
using Plumb.Server.Keys;

namespace Plumb.Server.Tests.Api;

public sealed class AccessTests
{
    [Fact]
    public async Task The_admin_key_is_readable_by_its_owner_alone()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Directory, "admin.key")));
        Assert.Matches("^plumb_admin_[0-9a-z]+_[0-9a-f]{64}\n$", await File.ReadAllTextAsync(Path.Combine(server.Directory, "admin.key")));
    }

    [Fact]
    public async Task The_store_never_holds_a_secret()
    {
        await using var server = await RunningServer.StartAsync();
        var secret = (await File.ReadAllTextAsync(Path.Combine(server.Directory, "admin.key"))).Trim().Split('_')[^1];
        foreach (var file in Directory.GetFiles(Path.Combine(server.Directory, "state")))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(secret, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reads_from_this_machine_need_no_key_and_writes_do()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var read = await server.Http.GetAsync("/api/stacks");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        using var write = await server.Http.PostAsync("/api/v1/stacks/web/sync", null);

        await write.ProblemAsync(HttpStatusCode.Unauthorized, "key.missing");
    }

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("X-Forwarded-Host", "plumb.example")]
    public async Task A_read_through_a_proxy_needs_a_key(string header, string value)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stacks");
        request.Headers.Add(header, value);
        using var response = await server.Http.SendAsync(request);
        await response.ProblemAsync(HttpStatusCode.Unauthorized, "key.missing");
    }

    [Fact]
    public async Task With_anonymous_reading_off_every_read_needs_a_key_but_health()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { AnonymousRead = AnonymousRead.Never });
        foreach (var path in (string[])["/api/stacks", "/api/events", "/metrics", "/api/v1/stacks"])
        {
            using var response = await server.Http.GetAsync(path);
            await response.ProblemAsync(HttpStatusCode.Unauthorized, "key.missing");
        }

        Assert.Equal("ok\n", await server.Http.GetStringAsync("/healthz"));
        using var read = await server.Admin.GetAsync("/api/stacks");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Theory]
    [InlineData("plumb.example")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("192.0.2.7")]
    public async Task A_strange_host_is_refused(string host)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stacks");
        request.Headers.Host = host;
        using var response = await server.Http.SendAsync(request);
        await response.ProblemAsync(HttpStatusCode.Forbidden, "host.refused");
    }

    [Theory]
    [InlineData("localhost:1234")]
    [InlineData("[::1]")]
    [InlineData("plumb.lan")]
    public async Task A_name_of_ours_is_accepted(string host)
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { HostNames = ["plumb.lan"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stacks");
        request.Headers.Host = host;
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer plumb_admin_0_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task A_bad_key_is_refused_even_where_none_is_needed(string header)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stacks");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var response = await server.Http.SendAsync(request);
        await response.ProblemAsync(HttpStatusCode.Unauthorized, "key.invalid");
    }

    [Fact]
    public async Task A_role_does_what_it_may_and_no_more()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var viewer = await server.ClientAsync(Role.Viewer, "eve");
        using var oper = await server.ClientAsync(Role.Operator, "oscar");
        using var sync = await viewer.PostAsync("/api/v1/stacks/web/sync", null);
        await sync.ProblemAsync(HttpStatusCode.Forbidden, "role.forbidden");
        using var synced = await oper.PostAsync("/api/v1/stacks/web/sync", null);
        Assert.Equal(HttpStatusCode.Accepted, synced.StatusCode);
        using var deleted = await oper.DeleteAsync("/api/v1/sources/main");
        await deleted.ProblemAsync(HttpStatusCode.Forbidden, "role.forbidden");
        using var polled = await server.Admin.GetAsync("/api/v1/agents/local/target-state");
        await polled.ProblemAsync(HttpStatusCode.Forbidden, "role.forbidden");
    }

    [Fact]
    public async Task An_agent_reaches_its_own_doors_only()
    {
        await using var server = await RunningServer.StartAsync();
        var one = await server.AgentAsync("one");
        await server.AgentAsync("two");
        using var other = await one.Http.GetAsync("/api/v1/agents/two/target-state");
        await other.ProblemAsync(HttpStatusCode.NotFound, "agent.unknown");
        using var stacks = await one.Http.GetAsync("/api/v1/stacks");
        await stacks.ProblemAsync(HttpStatusCode.Forbidden, "role.forbidden");
    }

    [Fact]
    public async Task A_new_key_of_the_same_name_replaces_the_old_one()
    {
        await using var server = await RunningServer.StartAsync();
        using var old = await server.ClientAsync(Role.Viewer, "eve");
        using var renewed = await server.ClientAsync(Role.Viewer, "eve");
        using var refused = await old.GetAsync("/api/stacks");
        await refused.ProblemAsync(HttpStatusCode.Unauthorized, "key.invalid");
        using var read = await renewed.GetAsync("/api/stacks");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task The_admin_key_outlives_a_lost_database()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        string key;
        await using (var server = await RunningServer.StartAsync(directory))
        {
            key = (await File.ReadAllTextAsync(Path.Combine(directory, "admin.key"))).Trim();
        }

        Directory.Delete(Path.Combine(directory, "state"), recursive: true);
        await using var again = await RunningServer.StartAsync(directory);
        again.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var deleted = await again.Http.DeleteAsync("/api/v1/sources/main");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }
}
