using System.Text;
using System.Text.Json.Nodes;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>One <c>plumb server</c>, and agents that come to it, each a process with a directory and an engine of its own.</summary>
internal sealed class FleetScene : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly TempDir directory = new("plumb-fleet-");
    private readonly Dictionary<string, FleetAgent> agents = new(StringComparer.Ordinal);
    private PlumbProcess? server;
    private Uri? address;
    private int starts;

    private FleetScene()
    {
    }

    public string Data => directory.At("server");

    /// <summary>Of this scene; for what a test puts there besides.</summary>
    public TempDir Directory => directory;

    public Uri Address => address ?? throw new InvalidOperationException("Start the server first.");

    public PlumbProcess Server => server ?? throw new InvalidOperationException("Start the server first.");

    public static async Task<FleetScene> StartAsync()
    {
        var scene = new FleetScene();
        await scene.StartServerAsync();
        return scene;
    }

    /// <summary>Starts the control plane (again), where it listened before.</summary>
    public async Task StartServerAsync(params string[] flags)
    {
        if (server is not null)
            await server.DisposeAsync();
        server = await PlumbProcess.StartAsync(
            ["server", "--data", Data, "--listen", address is null ? "127.0.0.1:0" : $"127.0.0.1:{address.Port}", .. flags],
            Environment, directory.At("server.log"), System.Environment.IsPrivilegedProcess ? "/run/plumb" : directory.At("plumb"));
        Assert.False(server.Ended, server.Log);
        address = server.Address;
    }

    /// <summary>Makes a key for an agent and starts it on this engine.</summary>
    public async Task<FleetAgent> AgentAsync(string name, RealEngine engine, params string[] flags)
    {
        var token = directory.Write($"{name}.key", await MustAsync("keys", "create", "--role", "agent", "--name", name));
        var agent = agents[name] = new FleetAgent(name, engine, directory.At(name), token);
        await StartAsync(agent, flags);
        await Wait.UntilAsync(async () => (await CliAsync("get", "agent", name)).ExitCode == 0, Patience, () => $"agent {name} came. Its log:\n{agent.Process!.Log}");
        return agent;
    }

    /// <summary>Another process with the key of this one, on this engine and with a directory of its own. It is not started yet.</summary>
    public FleetAgent Twin(FleetAgent agent, RealEngine engine)
    {
        var place = $"{agent.Name}-twin{agents.Count}";
        return agents[place] = new FleetAgent(agent.Name, engine, directory.At(place), agent.TokenFile);
    }

    /// <summary>Starts an agent (again). The flags win over the scene's own.</summary>
    public async Task StartAsync(FleetAgent agent, params string[] flags)
    {
        if (agent.Process is not null)
            await agent.Process.DisposeAsync();
        (string Flag, string Value)[] own =
        [
            ("--server", address!.ToString()), ("--name", agent.Name), ("--token-file", agent.TokenFile), ("--data", agent.Data), ("--interval", "1s"),
            ("--docker-host", agent.Engine.Host), ("--compose-binary", await RealCompose.PathAsync()),
        ];
        agent.Process = await PlumbProcess.StartSilentAsync(
            ["agent", .. own.Where(pair => !flags.Contains(pair.Flag, StringComparer.Ordinal)).SelectMany(pair => (string[])[pair.Flag, pair.Value]), .. flags],
            Environment, directory.At($"{agent.Name}-{++starts}.log"), "\"agent.up\"");
        Assert.False(agent.Process.Ended, agent.Process.Log);
    }

    /// <summary>The <c>plumb</c> command, as a person on the control plane's machine runs it.</summary>
    public Task<CommandResult> CliAsync(params string[] arguments) => Command.RunAsync(
        BuiltProgram.Path,
        arguments,
        directory: directory.Path,
        environment: new Dictionary<string, string?>(Environment, StringComparer.Ordinal) { ["PLUMB_SERVER"] = address!.ToString(), ["PLUMB_DATA"] = Data });

    /// <summary>As <see cref="CliAsync"/>, and fails unless it ends with 0. Returns its standard output.</summary>
    public async Task<string> MustAsync(params string[] arguments)
    {
        var result = await CliAsync(arguments);
        Assert.True(result.ExitCode == 0, $"plumb {string.Join(' ', arguments)}: {result}\nIts log:\n{Server.Log}");
        return result.Output;
    }

    /// <summary>A file that commands of this scene can name.</summary>
    public string Write(string name, string content) => directory.Write(name, content);

    /// <summary>A call of the API with the admin's key; fails unless it succeeds.</summary>
    public async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonNode? body = null, string? token = null)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(method, new Uri($"api/v1/{path}", UriKind.Relative));
        request.Headers.Authorization = new("Bearer", (token ?? await File.ReadAllTextAsync(Path.Combine(Data, "admin.key"))).Trim());
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {text}\nIts log:\n{Server.Log}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Waits until the containers of this project on that agent's engine are so.</summary>
    public async Task<IReadOnlyList<Seen>> RunsAsync(FleetAgent agent, string project, Func<IReadOnlyList<Seen>, bool> as_, string what)
    {
        IReadOnlyList<Seen> seen = [];
        await Wait.UntilAsync(
            async () => as_(seen = await Seen.OfProjectAsync(agent.Engine, project)),
            Patience,
            () => $"{project} {what} on {agent.Name}; there is {string.Join(", ", seen.Select(container => $"{container.Name} {container.State}"))}\nThe agent's log:\n{agent.Process?.Log}\nThe server's:\n{Server.Log}");
        return seen;
    }

    public Task RemoveAsync(FleetAgent agent, Seen container) => agent.Engine.DockerAsync("rm", "-f", container.Id);

    /// <summary>Waits until the control plane shows the stack so.</summary>
    public async Task StackAsync(string name, Func<JsonNode, bool> as_, string what)
    {
        JsonNode? seen = null;
        await Wait.UntilAsync(
            async () => as_((seen = await CallAsync(HttpMethod.Get, $"stacks/{name}"))!),
            Patience,
            () => $"{name} {what}; it is {seen?.ToJsonString()}\nThe server's log:\n{Server.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agent in agents.Values.Where(agent => agent.Process is not null))
            await agent.Process!.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
        directory.Dispose();
    }

    private Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["DOCKER_HOST"] = null,
        ["DOCKER_CONTEXT"] = null,
        ["NO_COLOR"] = "1",
        ["HOME"] = directory.Path,
        ["XDG_RUNTIME_DIR"] = directory.Path,
    };
}

/// <summary>An agent of a scene.</summary>
internal sealed record FleetAgent(string Name, RealEngine Engine, string Data, string TokenFile)
{
    public PlumbProcess? Process { get; set; }

    public string Token => File.ReadAllText(TokenFile).Trim();
}
