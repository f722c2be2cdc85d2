using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Alerts;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Json;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Stage;

/// <summary>A Git repository, a data directory, an engine, and Plumb on them.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly TempDir directory = new("plumb-scene-");
    private readonly string compose;
    private PlumbProcess? plumb;

    private Scene(RealEngine engine, GitRepo repo, string plugin)
    {
        Engine = engine;
        Repo = repo;
        Data = directory.At("data");
        // Under a name of its own, so that its processes can be told from other scenes'.
        compose = directory.At("docker-compose");
        File.CreateSymbolicLink(compose, plugin);
    }

    public RealEngine Engine { get; }

    public GitRepo Repo { get; }

    /// <summary>Plumb's data directory: the last <c>--data</c> flag, else the scene's own.</summary>
    public string Data { get; private set; }

    /// <summary>How the run before this one ended; null when it was still running.</summary>
    public int? LastExitCode { get; private set; }

    public PlumbProcess Plumb => plumb ?? throw new InvalidOperationException("Start Plumb first.");

    public static async Task<Scene> CreateAsync(RealEngine engine, params (string Path, string Content)[] files) =>
        new(engine, await GitRepo.CreateAsync(files), await RealCompose.PathAsync());

    /// <summary>A scene on which Plumb runs, and every stack is synced.</summary>
    public static async Task<Scene> SyncedAsync(RealEngine engine, params (string Path, string Content)[] files)
    {
        var scene = await CreateAsync(engine, files);
        await scene.StartAsync();
        foreach (var stack in files.Select(file => file.Path.Split('/')[0]).Distinct(StringComparer.Ordinal))
            await scene.SyncedAsync(stack);
        return scene;
    }

    /// <summary>Starts Plumb (again). Later flags win over the scene's own.</summary>
    /// <param name="failpoint">Where it dies, or null.</param>
    /// <param name="environment">Further entries.</param>
    public async Task StartAsync(IEnumerable<string>? flags = null, string? failpoint = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        if (plumb is not null)
        {
            LastExitCode = plumb.Ended ? plumb.ExitCode : null;
            await plumb.DisposeAsync();
            plumb = null;
        }

        string[] given = [.. flags ?? []];
        Data = given.SkipWhile(flag => flag != "--data").Skip(1).FirstOrDefault() ?? Data;
        string[] own = [.. Own().Where(pair => !given.Contains(pair.Flag, StringComparer.Ordinal)).SelectMany(pair => (string[])[pair.Flag, pair.Value])];
        var entries = new Dictionary<string, string?>(Environment, StringComparer.Ordinal) { ["PLUMB_FAILPOINT"] = failpoint };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            entries[name] = value;
        plumb = await PlumbProcess.StartAsync(["up", .. own, .. given], entries, directory.At("plumb.log"), System.Environment.IsPrivilegedProcess ? "/run/plumb" : directory.At("plumb"));
    }

    /// <summary>The <c>plumb</c> command, as a person on the same machine runs it.</summary>
    public Task<CommandResult> CliAsync(params string[] arguments) => Command.RunAsync(
        BuiltProgram.Path,
        arguments,
        environment: new Dictionary<string, string?>(Environment, StringComparer.Ordinal) { ["PLUMB_SERVER"] = Plumb.Address.ToString(), ["PLUMB_DATA"] = Data });

    /// <summary>As <see cref="CliAsync"/>, and fails unless it ends with 0. Returns its standard output.</summary>
    public async Task<string> MustAsync(params string[] arguments)
    {
        var result = await CliAsync(arguments);
        Assert.True(result.ExitCode == 0, $"plumb {string.Join(' ', arguments)}: {result}\nIts log:\n{Plumb.Log}");
        return result.Output;
    }

    public async Task<StackView?> StackAsync(string name) => await GetAsync($"api/v1/stacks/{name}", PlumbJson.Default.StackView);

    public async Task<IReadOnlyList<DecisionView>> DecisionsAsync() =>
        (await GetAsync("api/v1/decisions?limit=500", PlumbJson.Default.PageDecisionView))?.Items ?? [];

    public async Task<IReadOnlyList<AgentView>> AgentsAsync() =>
        (await GetAsync("api/v1/agents", PlumbJson.Default.PageAgentView))?.Items ?? [];

    public async Task<IReadOnlyList<AlertView>> AlertsAsync() =>
        (await GetAsync("api/v1/alerts?limit=500", PlumbJson.Default.PageAlertView))?.Items ?? [];

    public async Task<IReadOnlyList<StackRecord>> RecordsAsync() =>
        await GetAsync("api/stacks", PlumbJson.Default.IReadOnlyListStackRecord) ?? [];

    /// <summary>Waits until the control plane shows the stack so.</summary>
    public async Task<StackView> StackAsync(string name, Func<StackView, bool> as_, string what)
    {
        StackView? seen = null;
        await Wait.UntilAsync(
            async () => (seen = await StackAsync(name)) is not null && as_(seen),
            Patience,
            () => $"stack {name} {what}; it is {JsonSerializer.Serialize(seen, PlumbJson.Default.StackView)}\nIts log:\n{Plumb.Log}");
        return seen!;
    }

    public Task<StackView> SyncedAsync(string name) =>
        StackAsync(name, stack => stack is { Record.Status: StackStatus.Synced, Differences.Count: 0 }, "synced");

    /// <summary>Waits until no Compose process of this scene runs; fails when one outlives Plumb.</summary>
    public Task NoComposeProcessAsync() => Wait.UntilAsync(
        () => !Directory.EnumerateDirectories("/proc").Any(process => Path.GetFileName(process) != $"{plumb?.Id}" && CommandLine(process).Contains(compose, StringComparer.Ordinal)),
        TimeSpan.FromSeconds(20),
        "the end of every Compose process");

    /// <summary>The containers of a Compose project, looked at with the test's own eyes.</summary>
    public Task<IReadOnlyList<Seen>> ContainersAsync(string project) => Seen.OfProjectAsync(Engine, project);

    /// <summary>Compose fails at everything until it is mended.</summary>
    public void BreakCompose()
    {
        File.Delete(compose);
        File.WriteAllText(compose, "#!/bin/sh\necho 'Compose is broken' >&2\nexit 1\n");
        File.SetUnixFileMode(compose, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public async Task MendComposeAsync()
    {
        File.Delete(compose);
        File.CreateSymbolicLink(compose, await RealCompose.PathAsync());
    }

    /// <summary>The API, with the admin's key.</summary>
    public async Task<HttpClient> AdminAsync()
    {
        var http = new HttpClient { BaseAddress = Plumb.Address, Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(Path.Combine(Data, "admin.key"))).Trim());
        return http;
    }

    /// <summary>A further source of the one agent there is.</summary>
    public async Task AddSourceAsync(string name, string repository)
    {
        using var http = await AdminAsync();
        var agent = Assert.Single(await AgentsAsync()).Name;
        var spec = new SourceSpec { Repository = repository, Revision = "main", Poll = TimeSpan.FromSeconds(1), Agent = agent };
        using var body = new StringContent(JsonSerializer.Serialize(spec, PlumbJson.Default.SourceSpec), Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(new Uri($"api/v1/sources/{name}", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (plumb is not null)
            await plumb.DisposeAsync();
        Repo.Dispose();
        directory.Dispose();
    }

    private IEnumerable<(string Flag, string Value)> Own() =>
    [
        ("--repo", Repo.Path), ("--revision", "main"), ("--dir", "."), ("--data", Data), ("--listen", "127.0.0.1:0"),
        ("--interval", "1s"), ("--poll", "1s"), ("--docker-host", Engine.Host), ("--compose-binary", compose),
    ];

    private Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["DOCKER_HOST"] = null,
        ["DOCKER_CONTEXT"] = null,
        ["NO_COLOR"] = "1",
        ["HOME"] = directory.Path,
        ["XDG_RUNTIME_DIR"] = directory.Path,
    };

    private static string[] CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
        }
        catch (IOException)
        {
            // Not a process, or it just ended.
            return [];
        }
    }

    private async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        using var http = new HttpClient { BaseAddress = Plumb.Address, Timeout = TimeSpan.FromSeconds(20) };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
            return null;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {body}");
        return JsonSerializer.Deserialize(body, type);
    }
}
