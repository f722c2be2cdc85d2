using System.Net;
using System.Text;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Api;

/// <summary>A change with If-Match is made to what the caller saw, or not at all.</summary>
public sealed class IfMatchTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_that_saw_the_same_one_wins_and_the_other_is_told_412(bool postgres)
    {
        var store = postgres ? await (await SharedPostgres.GetAsync()).NewStoreAsync() : null;
        await using var server = await RunningServer.StartAsync(change: options => options with { Postgres = store });
        await server.PublishAsync(Found.Stack("web"));
        await using var second = postgres ? await RunningServer.StartAsync(change: options => options with { Postgres = store }) : null;
        var other = second is null ? server.Admin : second.Admin;
        foreach (var (path, body) in (IReadOnlyList<(string, Func<int, string>)>)
            [("/api/v1/agents/local", n => $"{{\"labels\":[\"l{n}\"]}}"), ("/api/v1/stacks/web", n => $"{{\"labels\":[\"l{n}\"]}}"), ("/api/v1/sources/main", n => $"{{\"repository\":\"/srv/r{n}.git\"}}")])
        {
            for (var round = 0; round < 5; round++)
            {
                string? tag = null;
                await Wait.UntilAsync(async () => (tag = await TagAsync(other, path)) is not null && tag == await TagAsync(server.Admin, path), TimeSpan.FromMinutes(1), "both see the same");
                var answers = await Task.WhenAll(PutAsync(server.Admin, path, body(round * 2), tag!), PutAsync(other, path, body((round * 2) + 1), tag!));
                Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Order());
            }
        }
    }

    [Fact]
    public async Task What_others_change_meanwhile_is_no_reason_to_refuse()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var tag = await TagAsync(server.Admin, "/api/v1/agents/local");
        using var stop = new CancellationTokenSource();
        var busy = Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested && n < 10_000; n++)
            {
                using var answer = await server.Admin.PostAsync($"/api/v1/stacks/web/{(n % 2 == 0 ? "suspend" : "resume")}", content: null);
            }
        });

        Assert.Equal(HttpStatusCode.OK, await PutAsync(server.Admin, "/api/v1/agents/local", """{"labels":["edge"]}""", tag!));

        await stop.CancelAsync();
        await busy;
        Assert.NotEqual(tag, await TagAsync(server.Admin, "/api/v1/agents/local"));
    }

    [Fact]
    public async Task A_tag_changes_with_what_is_declared_and_with_nothing_that_is_reported()
    {
        await using var server = await RunningServer.StartAsync();
        var agent = await server.AgentAsync();
        await server.PublishAsync(Found.Stack("web"));
        var (stack, machine) = (await TagAsync(server.Admin, "/api/v1/stacks/web"), await TagAsync(server.Admin, "/api/v1/agents/local"));
        var (state, _) = await agent.PollAsync();
        await agent.ReportAsync(agent.Synced(state!.Stacks[0]));
        Assert.Equal((stack, machine), (await TagAsync(server.Admin, "/api/v1/stacks/web"), await TagAsync(server.Admin, "/api/v1/agents/local")));

        await server.PublishAsync(Found.Stack("web", "services: {}"));
        Assert.NotEqual(stack, await TagAsync(server.Admin, "/api/v1/stacks/web"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(server.Admin, "/api/v1/stacks/web", """{"labels":["x"]}""", stack!));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(server.Admin, "/api/v1/stacks/web", """{"labels":["x"]}""", "*"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await PutAsync(server.Admin, "/api/v1/agents/nobody", """{"labels":["x"]}""", "*"));
        using var gone = await server.Admin.GetAsync("/api/v1/agents/nobody");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<string?> TagAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return response.Headers.ETag?.ToString();
    }

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, string path, string body, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
