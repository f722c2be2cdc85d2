using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Sources;

namespace Plumb.Server.Tests.Api;

public sealed class RootTests
{
    [Fact]
    public async Task The_server_is_healthy_ready_and_says_what_it_is()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal("ok\n", await server.Http.GetStringAsync("/healthz"));
        Assert.True((await server.GetAsync("/readyz", PlumbJson.Default.ReadyView)).Ready);
        Assert.Equal("0.1.0", (await server.GetAsync("/version", PlumbJson.Default.VersionView)).Version);
        Assert.Contains("Plumb API", await server.Http.GetStringAsync("/docs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_code_is_on_the_page_that_problems_lead_to()
    {
        await using var server = await RunningServer.StartAsync();
        var page = await server.Http.GetStringAsync("/docs/problems");

        Assert.All(ProblemCodes.All, code => Assert.Contains($"id=\"{code.Code}\"", page, StringComparison.Ordinal));
        Assert.Equal(ProblemCodes.All.Count, ProblemCodes.All.Select(code => code.Code).Distinct().Count());
    }

    [Fact]
    public async Task Metrics_are_in_the_text_format_with_our_names()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"), Found.Refused("bad"));
        var agent = await server.AgentAsync();
        await agent.PollAsync();

        var text = await server.Http.GetStringAsync("/metrics");

        Assert.Contains("# TYPE plumb_stacks gauge\n", text, StringComparison.Ordinal);
        Assert.Contains("plumb_stacks{status=\"failed\"} ", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE plumb_poll_answers_total counter\n", text, StringComparison.Ordinal);
        // Before the first delivery its name is known, too.
        Assert.Contains("# TYPE plumb_deliveries_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains("plumb_build_info{version=\"0.1.0\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_on_the_same_port_says_so()
    {
        await using var server = await RunningServer.StartAsync();
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        var logs = new LogCatcher();
        await using var second = PlumbServer.Create(new ServerOptions { DataDirectory = directory, ListenPort = server.Server.Address.Port }, logs);

        var e = await Assert.ThrowsAsync<ServerStartException>(() => second.StartAsync(CancellationToken.None));

        Assert.Contains("address already in use", e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("Stop what listens there, or name another address with --listen ADDRESS:PORT.", e.Message, StringComparison.Ordinal);
        Assert.Empty(logs.Lines);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_directory_says_so_before_it_writes_anything()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Postgres = null });
        var second = new ServerOptions { DataDirectory = server.Directory, ListenPort = 0, Sources = [new NamedSource("other", new SourceSpec { Repository = "/srv/other.git" })] };
        await using var refused = PlumbServer.Create(second);

        var e = await Assert.ThrowsAsync<ServerStartException>(() => refused.StartAsync(CancellationToken.None));

        Assert.Equal($"Another Plumb keeps its state in {server.Directory}. Stop it, or name another directory with --data DIR.", e.Message);
        Assert.Equal("main", Assert.Single((await server.GetAsync("/api/v1/sources", PlumbJson.Default.PageSourceView)).Items).Name);
    }

    [Fact]
    public void A_listen_address_that_is_none_is_named()
    {
        var e = Assert.Throws<ServerStartException>(() => PlumbServer.Create(new ServerOptions { DataDirectory = "/nowhere", ListenHost = "not an address" }));
        Assert.Contains("'not an address'", e.Message, StringComparison.Ordinal);
    }
}
