using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plumb.Contracts.Json;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Server.Keys;
using Plumb.Server.Sources;

namespace Plumb.Server.Tests;

/// <summary>A real control plane on a free loopback port with a real database in a directory of its own.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly bool _ownsDirectory;

    private RunningServer(PlumbServer server, string directory, bool ownsDirectory, LogCatcher logs)
    {
        (Server, Directory, _ownsDirectory, Logs) = (server, directory, ownsDirectory, logs);
        Http = new HttpClient { BaseAddress = server.Address };
        Admin = new HttpClient { BaseAddress = server.Address };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(directory, "admin.key")).Trim());
    }

    public PlumbServer Server { get; }

    public LogCatcher Logs { get; }

    public string Directory { get; }

    /// <summary>Without a key.</summary>
    public HttpClient Http { get; }

    public HttpClient Admin { get; }

    public const string Agent = "local";

    public static async Task<RunningServer> StartAsync(string? directory = null, Func<ServerOptions, ServerOptions>? change = null, TimeProvider? time = null)
    {
        var home = directory ?? System.IO.Directory.CreateTempSubdirectory("plumb-server-").FullName;
        var options = new ServerOptions
        {
            DataDirectory = home,
            ListenPort = 0,
            RefreshSources = false,
            LocalAgent = Agent,
            Sources = [new NamedSource("main", new SourceSpec { Repository = "/srv/stacks.git" })],
        };
        options = options with { Postgres = await ChosenStore.OfAsync(home) };
        var logs = new LogCatcher();
        var server = PlumbServer.Create(change?.Invoke(options) ?? options, logs, time: time);
        try
        {
            await server.StartAsync(CancellationToken.None);
        }
        catch
        {
            // As the program does: what did not start lets go of its data directory.
            await server.DisposeAsync();
            throw;
        }

        return new RunningServer(server, home, directory is null, logs);
    }

    public async Task<HttpClient> ClientAsync(Role role, string name)
    {
        var key = await Server.EnsureKeyAsync(role, name, CancellationToken.None);
        var client = new HttpClient { BaseAddress = Server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public Task PublishAsync(params DiscoveredStack[] stacks) => PublishAtAsync("1111111111111111111111111111111111111111", stacks);

    public Task PublishAtAsync(string revision, params DiscoveredStack[] stacks) => PublishFromAsync("main", revision, stacks);

    public Task PublishFromAsync(string source, string revision, params DiscoveredStack[] stacks) => Server.Service<ISnapshotSink>().PublishAsync(
        source, new SourceSnapshot(revision, $"Commit {revision[..4]}", "main", "branch", stacks), CancellationToken.None);

    /// <summary>A session of the agent, ready to poll and report.</summary>
    public async Task<TestAgent> AgentAsync(string name = Agent, double intervalSeconds = 30)
    {
        var client = await ClientAsync(Role.Agent, name);
        var agent = new TestAgent(client, name);
        await agent.OpenAsync(intervalSeconds);
        return agent;
    }

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type) => Http.ReadAsync(path, type);

    public Task<StackView> StackAsync(string name) => GetAsync($"/api/v1/stacks/{name}", PlumbJson.Default.StackView);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Admin.Dispose();
        await Server.StopAsync(CancellationToken.None);
        await Server.DisposeAsync();
        if (_ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}

internal static class HttpReading
{
    public static async Task<T> ReadAsync<T>(this HttpClient client, string path, JsonTypeInfo<T> type)
    {
        using var response = await client.GetAsync(path);
        return await response.ReadAsync(type);
    }

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response, JsonTypeInfo<T> type)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {text}");
        return JsonSerializer.Deserialize(text, type)!;
    }

    public static async Task<Problem> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonSerializer.Deserialize(text, PlumbJson.Default.Problem)!;
        Assert.Equal((code, (int)status, $"/docs/problems#{code}"), (problem.Code, problem.Status, problem.Type));
        return problem;
    }

    public static HttpContent Json<T>(this T value, JsonTypeInfo<T> type) => new StringContent(JsonSerializer.Serialize(value, type), Encoding.UTF8, "application/json");
}
