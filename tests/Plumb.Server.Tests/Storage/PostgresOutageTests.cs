using System.Net;
using Plumb.Contracts.Json;
using Plumb.Platform.Secrets;
using Plumb.Server.Storage;
using Plumb.Server.Storage.Postgres;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Storage;

/// <summary>PostgreSQL goes and comes back under a running control plane.</summary>
public sealed class PostgresOutageTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task After_a_restart_of_PostgreSQL_the_next_request_and_the_next_change_are_served()
    {
        await using var server = await StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        Assert.Equal(HttpStatusCode.OK, (await server.Admin.GetAsync("/api/v1/audit")).StatusCode);

        await postgres.RestartAsync();

        Assert.Equal(HttpStatusCode.OK, (await server.Admin.GetAsync("/api/v1/audit")).StatusCode);
        await server.PublishAsync(Found.Stack("web", "services: {}"));
        Assert.Equal(2, (await server.StackAsync("web")).Sequence);
    }

    [Fact]
    public async Task While_PostgreSQL_is_gone_that_is_said_and_when_it_is_back_the_server_is_ready_by_itself()
    {
        await using var server = await StartAsync();
        var agent = await server.AgentAsync();
        await server.PublishAsync(Found.Stack("web"));
        var (state, etag) = await agent.PollAsync();

        await postgres.StopAsync();
        try
        {
            var e = await Assert.ThrowsAsync<StoreException>(() => server.PublishAsync(Found.Stack("web", "services: {}")));
            Assert.Contains("PostgreSQL server runs", e.Message, StringComparison.Ordinal);
            using var refused = await server.Admin.PostAsync("/api/v1/stacks/web/suspend", content: null);
            await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store.unwritable");
            using var unread = await server.Admin.GetAsync("/api/v1/audit");
            await unread.ProblemAsync(HttpStatusCode.ServiceUnavailable, "store.unwritable");
            using var ready = await server.Http.GetAsync("/readyz");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);

            // What is in memory is still told.
            Assert.Null((await agent.PollAsync(etag)).State);
            Assert.Equal("web", Assert.Single(await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord)).Path);
        }
        finally
        {
            await postgres.StartAsync();
        }

        await Wait.UntilAsync(async () => (await server.Http.GetAsync("/readyz")).StatusCode == HttpStatusCode.OK, Long, "ready again without a change");
        await server.PublishAsync(Found.Stack("web", "services: {}"));
        Assert.Equal(state!.Version + 1, (await agent.PollAsync(etag)).State!.Version);
    }

    [Fact]
    public async Task A_wrong_address_is_told_without_its_password()
    {
        var mask = new SecretMask();
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        await using var server = PlumbServer.Create(
            new ServerOptions { DataDirectory = directory, ListenPort = 0, Postgres = "Host=/nowhere;Database=plumb;Username=plumb;Password=s3cr3t-word" }, mask: mask);
        var e = await Assert.ThrowsAsync<ServerStartException>(() => server.StartAsync(CancellationToken.None));
        Assert.Contains("plumb on /nowhere", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-word", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-word", mask.Mask("Password=s3cr3t-word"), StringComparison.Ordinal);

        var bad = Assert.Throws<StoreException>(() => new PostgresDatabase("Host=db;Databsae=plumb;Password=s3cr3t-word", mask));
        Assert.DoesNotContain("s3cr3t-word", bad.ToString(), StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    private async Task<RunningServer> StartAsync()
    {
        var store = await postgres.NewStoreAsync();
        return await RunningServer.StartAsync(change: options => options with { Postgres = store });
    }
}
