using System.Net.Http.Json;
using System.Text.Json;
using Plumb.Contracts.Sources;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Sources;

/// <summary>Sources named at the start: what ends it, and what comes of them.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TempDir _data = new("plumb-start-");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_stacks_of_a_repository_are_listed_and_followed()
    {
        using var repo = await GitRepo.CreateAsync(("web/compose.yaml", "services: {a: {image: x}}\n"));
        await using var server = await StartedAsync(repo.Path);
        using var http = new HttpClient { BaseAddress = server.Address };
        await PathsAsync(http, "web");
        await repo.CommitAsync("more", ("db/compose.yaml", "services: {a: {image: x}}\n"), ("bad/compose.yaml", "services: ["));
        await PathsAsync(http, "bad", "db", "web");
        var status = await http.GetFromJsonAsync<JsonElement>("/api/refresh-status");
        Assert.Equal((await repo.HeadAsync(), "more", "main", "branch", "completed"), (Text(status, "revision"), Text(status, "commitMessage"), Text(status, "ref"), Text(status, "refType"), Text(status, "refreshStatus")));
    }

    [Theory]
    [InlineData("nope", ".", "source.revision")]
    [InlineData("HEAD", "nope", "source.directory")]
    public async Task A_wrong_source_without_cached_state_ends_the_start(string revision, string directory, string code)
    {
        using var repo = await GitRepo.CreateAsync(("web/compose.yaml", "services: {}\n"));
        var failure = await Assert.ThrowsAsync<ServerStartException>(() => StartedAsync(repo.Path, revision, directory));
        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_repository_ends_the_start_and_an_unreachable_host_does_not()
    {
        Assert.Contains("source.repository", (await Assert.ThrowsAsync<ServerStartException>(() => StartedAsync("/no/such/repository"))).Message, StringComparison.Ordinal);
        await using var server = await StartedAsync("https://no-such-host.invalid/x.git");
        using var http = new HttpClient { BaseAddress = server.Address };
        await Wait.UntilAsync(
            async () => Text(await http.GetFromJsonAsync<JsonElement>("/api/refresh-status"), "refreshError")?.StartsWith("source.network", StringComparison.Ordinal) == true,
            TimeSpan.FromSeconds(30),
            "source.network");
    }

    [Fact]
    public async Task With_cached_state_nothing_about_a_source_ends_the_start()
    {
        using (var repo = await GitRepo.CreateAsync(("web/compose.yaml", "services: {}\n")))
        {
            await using var first = await StartedAsync(repo.Path);
            using var http = new HttpClient { BaseAddress = first.Address };
            await PathsAsync(http, "web");
        }

        await using var second = await StartedAsync("/no/such/repository");
        using var again = new HttpClient { BaseAddress = second.Address };
        await PathsAsync(again, "web");
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static Task PathsAsync(HttpClient http, params string[] expected)
    {
        string[] found = [];
        return Wait.UntilAsync(
            async () =>
            {
                var stacks = await http.GetFromJsonAsync<JsonElement>("/api/stacks");
                found = [.. stacks.EnumerateArray().Select(s => Text(s, "path")!)];
                return found.SequenceEqual(expected);
            },
            TimeSpan.FromSeconds(30),
            () => $"expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
    }

    private async Task<PlumbServer> StartedAsync(string repository, string revision = "HEAD", string directory = ".")
    {
        var server = PlumbServer.Create(new ServerOptions
        {
            DataDirectory = _data.Path,
            ListenPort = 0,
            LocalAgent = "local",
            Sources = [new NamedSource("main", new SourceSpec { Repository = repository, Revision = revision, Directory = directory, Poll = TimeSpan.FromMilliseconds(100) })],
        });
        try
        {
            await server.StartAsync(default);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
