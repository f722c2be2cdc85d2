using System.Net;
using System.Text;
using Dapper;
using Plumb.Contracts.Json;
using Plumb.Server.Storage;
using Plumb.Server.Tests.Keys;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Idempotency;

/// <summary>What a name of a write means, on either database.</summary>
public sealed class NamedWriteTests
{
    private const string Publisher = """{"name":"shop"}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_at_once_one_is_carried_out_and_after_a_restart_its_answer_is_given_again(bool postgres)
    {
        using var home = new TempDir();
        var store = postgres ? await (await SharedPostgres.GetAsync()).NewStoreAsync() : null;
        string made;
        await using (var server = await RunningServer.StartAsync(home.Path, options => options with { Postgres = store }))
        {
            var before = await KeysAsync(server);
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(server.Admin, "/api/v1/keys", """{"role":"viewer","name":"eve"}""", "one")));
            Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict, answer.Body));
            made = Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Body).Distinct());
            Assert.All(answers.Where(answer => answer.Status == HttpStatusCode.Conflict), answer => Assert.Contains("idempotency.busy", answer.Body, StringComparison.Ordinal));
            Assert.Equal(before + 1, await KeysAsync(server));
        }

        await using var restarted = await RunningServer.StartAsync(home.Path, options => options with { Postgres = store });
        var again = await SendAsync(restarted.Admin, "/api/v1/keys", """{"role":"viewer","name":"eve"}""", "\"one\"");
        Assert.Equal((HttpStatusCode.Created, made, true), (again.Status, again.Body, again.Replayed));

        // The secret that the answer shows is nowhere in the store.
        var secret = System.Text.Json.JsonSerializer.Deserialize(made, PlumbJson.Default.KeyMade)!.Token.Split('_')[^1];
        using var connection = restarted.Server.Service<Database>().OpenReader();
        var answer = connection.QuerySingle<byte[]>("select answer from idempotency where key = 'one'");
        Assert.DoesNotContain(secret, Encoding.Latin1.GetString(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_of_one_key_alone()
    {
        await using var server = await RunningServer.StartAsync();
        using var other = server.WithKey((await server.MakeKeyAsync("admin", "other")).Token);

        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server.Admin, "/api/v1/publishers", Publisher, "n")).Status);
        Assert.Equal((HttpStatusCode.Conflict, false), ((await SendAsync(other, "/api/v1/publishers", Publisher, "n")) is var answer ? answer.Status : default, answer.Replayed));
        Assert.Contains("name.taken", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_is_judged_anew()
    {
        await using var server = await RunningServer.StartAsync();
        const string stack = """{"publisher":"shop","name":"web"}""";
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(server.Admin, "/api/v1/stacks", stack, "n")).Status);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server.Admin, "/api/v1/publishers", Publisher, "p")).Status);
        Assert.Equal((HttpStatusCode.Created, false), ((await SendAsync(server.Admin, "/api/v1/stacks", stack, "n")) is var answer ? answer.Status : default, answer.Replayed));
    }

    [Fact]
    public async Task What_ended_with_its_process_runs_again_unless_its_change_was_made()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var (name, made) in ((string, int)[])[("before", 0), ("after", 1)])
        {
            await SendAsync(server.Admin, "/api/v1/publishers", $$"""{"name":"{{name}}"}""", name);
            await server.Server.Service<StoreWriter>().WriteAsync(
                scope =>
                {
                    scope.Execute("update idempotency set answer = null, origin = 'a process that died', made = @made where key = @name", new { name, made });
                    scope.Execute("delete from publisher where name = @name", new { name });
                },
                CancellationToken.None);
        }

        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server.Admin, "/api/v1/publishers", """{"name":"before"}""", "before")).Status);
        Assert.Contains("idempotency.lost", (await SendAsync(server.Admin, "/api/v1/publishers", """{"name":"after"}""", "after")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_another_control_plane_carries_it_out_it_is_busy_and_that_one_gone_for_long_it_runs_here()
    {
        var store = await (await SharedPostgres.GetAsync()).NewStoreAsync();
        await using var server = await RunningServer.StartAsync(change: options => options with { Postgres = store });
        await SendAsync(server.Admin, "/api/v1/publishers", Publisher, "n");
        await ElsewhereAsync("100");
        var busy = await SendAsync(server.Admin, "/api/v1/publishers", Publisher, "n");
        Assert.Equal(HttpStatusCode.Conflict, busy.Status);
        Assert.Contains("idempotency.busy", busy.Body, StringComparison.Ordinal);
        await ElsewhereAsync("121000");
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server.Admin, "/api/v1/publishers", Publisher, "n")).Status);

        Task ElsewhereAsync(string ago) => server.Server.Service<StoreWriter>().WriteAsync(
            scope =>
            {
                scope.Execute($"update idempotency set answer = null, made = 0, origin = 'another', claimed_at = @now - {ago} where key = 'n'", new { now = scope.Now.ToStored() });
                scope.Execute("delete from publisher where name = 'shop'");
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task After_a_day_a_name_is_free()
    {
        var time = new TurnedTime(DateTimeOffset.UtcNow);
        await using var server = await RunningServer.StartAsync(time: time);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server.Admin, "/api/v1/publishers", Publisher, "n")).Status);
        time.Advance(TimeSpan.FromHours(23));
        Assert.True((await SendAsync(server.Admin, "/api/v1/publishers", Publisher, "n")).Replayed);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server.Admin, "/api/v1/publishers", """{"name":"more"}""", "n")).Status);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("\"\"")]
    [InlineData("a\"b")]
    public async Task What_is_no_name_is_refused(string name)
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Contains("idempotency.key", (await SendAsync(server.Admin, "/api/v1/publishers", Publisher, name)).Body, StringComparison.Ordinal);
        Assert.Contains("idempotency.key", (await SendAsync(server.Admin, "/api/v1/publishers", Publisher, new string('a', 256))).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(server.Admin, "/api/v1/publishers", Publisher, new string('a', 255))).Status);
    }

    private static async Task<int> KeysAsync(RunningServer server) => (await server.Admin.ReadAsync("/api/v1/keys?limit=500", PlumbJson.Default.PageKeyView)).Items.Count;

    private static async Task<(HttpStatusCode Status, string Body, bool Replayed)> SendAsync(HttpClient client, string path, string body, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        Assert.True(request.Headers.TryAddWithoutValidation("Idempotency-Key", name));
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Contains("Idempotency-Replayed"));
    }
}
