using System.Net;
using System.Text;
using Plumb.Contracts.Json;
using Plumb.Contracts.Sources;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Publishers;

public sealed class SourceApiTests
{
    private const string Compose = "services:\n  web:\n    image: busybox\n";

    [Fact]
    public async Task A_source_of_the_command_line_is_refreshed_from_its_repository_at_the_start_and_on_request()
    {
        using var repo = await GitRepo.CreateAsync(("web/compose.yaml", Compose));
        await using var server = await RunningServer.StartAsync(change: options => options with
        {
            RefreshSources = true,
            Sources = [new NamedSource("main", new SourceSpec { Repository = repo.Path, Revision = "main", Poll = TimeSpan.FromDays(1) })],
        });
        var agent = await server.AgentAsync();
        await Wait.UntilAsync(async () => (await server.Http.GetAsync("/readyz")).IsSuccessStatusCode, TimeSpan.FromSeconds(30), "ready after the first refresh");
        var (state, tag) = await agent.PollAsync();
        Assert.True(state!.Complete);
        Assert.Equal(("web", 1L), (Assert.Single(state.Stacks).Path, state.Stacks[0].Sequence));
        await repo.CommitAsync("second", ("web/compose.yaml", Compose + "    init: true\n"), ("db/compose.yaml", Compose));

        using var asked = await server.Admin.PostAsync("/api/refresh", null);

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Contains((await asked.ReadAsync(PlumbJson.Default.RefreshAnswer)).Status, (string[])["refreshing", "queued"]);
        var (next, _) = await agent.PollAsync(tag, wait: "30s");
        Assert.Equal(["db", "web"], next!.Stacks.Select(stack => stack.Path).Order(StringComparer.Ordinal));
        Assert.Equal("second", next.Stacks[0].CommitMessage);
        await Wait.UntilAsync(async () => (await StatusAsync(server)).Status == "completed", TimeSpan.FromSeconds(20), "completed");
        var status = await StatusAsync(server);
        Assert.Equal(("second", "main", "branch", null), (status.CommitMessage, status.Ref, status.RefType, status.Error));
        Assert.Equal(await repo.GitAsync("rev-parse", "HEAD"), status.Revision);
    }

    [Fact]
    public async Task A_source_is_made_changed_shown_and_deleted()
    {
        await using var server = await RunningServer.StartAsync();
        const string body = """{"repository":"https://reader:hunter22@git.example/infra.git","revision":"main","directory":"stacks","poll":"1m","discovery":{"nested":true}}""";

        using var made = await server.Admin.PutAsync("/api/v1/sources/infra", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.Created, "/api/v1/sources/infra"), (made.StatusCode, $"{made.Headers.Location}"));
        var view = await made.ReadAsync(PlumbJson.Default.SourceView);
        Assert.Equal(("infra", "stacks", TimeSpan.FromMinutes(1), 1, true), (view.Name, view.Spec.Directory, view.Spec.Poll, view.Spec.Discovery.Depth, view.Spec.Discovery.Nested));
        Assert.DoesNotContain("hunter22", await server.Http.GetStringAsync("/api/v1/sources/infra"), StringComparison.Ordinal);
        Assert.Equal(["infra", "main"], (await server.GetAsync("/api/v1/sources", PlumbJson.Default.PageSourceView)).Items.Select(item => item.Name));
        using var changed = await server.Admin.PutAsync("/api/v1/sources/infra", new StringContent("""{"repository":"/srv/infra.git"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("/srv/infra.git", (await changed.ReadAsync(PlumbJson.Default.SourceView)).Spec.Repository);
        using var deleted = await server.Admin.DeleteAsync("/api/v1/sources/infra");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(["source.delete", "source.change", "source.create"], (await server.GetAsync("/api/v1/audit?limit=3", PlumbJson.Default.PageAuditView)).Items.Select(item => item.Action));
    }

    [Fact]
    public async Task A_source_is_made_by_a_post_once_and_by_its_name()
    {
        await using var server = await RunningServer.StartAsync();
        const string body = """{"name":"infra","repository":"/srv/infra.git"}""";

        using var made = await server.Admin.PostAsync("/api/v1/sources", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.Created, "/api/v1/sources/infra"), (made.StatusCode, $"{made.Headers.Location}"));
        Assert.Equal(("infra", "/srv/infra.git"), ((await made.ReadAsync(PlumbJson.Default.SourceView)).Name, (await server.GetAsync("/api/v1/sources/infra", PlumbJson.Default.SourceView)).Spec.Repository));
        using var again = await server.Admin.PostAsync("/api/v1/sources", new StringContent(body, Encoding.UTF8, "application/json"));
        await again.ProblemAsync(HttpStatusCode.Conflict, "name.taken");
        using var nameless = await server.Admin.PostAsync("/api/v1/sources", new StringContent("""{"repository":"/srv/infra.git"}""", Encoding.UTF8, "application/json"));
        await nameless.ProblemAsync(HttpStatusCode.BadRequest, "name.invalid");
        using var another = await server.Admin.PutAsync("/api/v1/sources/other", new StringContent(body, Encoding.UTF8, "application/json"));
        await another.ProblemAsync(HttpStatusCode.BadRequest, "body.invalid");
    }

    [Fact]
    public async Task A_source_that_names_no_known_place_ends_the_start()
    {
        var directory = Directory.CreateTempSubdirectory("plumb-server-").FullName;
        var e = await Assert.ThrowsAsync<ServerStartException>(() => RunningServer.StartAsync(directory, options => options with
        {
            RefreshSources = true,
            Sources = [new NamedSource("main", new SourceSpec { Repository = "/nowhere/at/all" })],
        }));
        Assert.Contains("'main'", e.Message, StringComparison.Ordinal);
    }

    private static Task<RefreshStatus> StatusAsync(RunningServer server) => server.GetAsync("/api/refresh-status", PlumbJson.Default.RefreshStatus);
}
