using System.Text.Json.Nodes;
using Plumb.Replicas.Load;
using Plumb.TestKit;

namespace Plumb.Replicas.Stage;

/// <summary>
/// Three replicas over one PostgreSQL with agents and clients, for a while in which one replica after the other is killed and started again and in the
/// second half PostgreSQL is restarted, too: once as an administrator does it, once as a crash. Afterwards all rests.
/// </summary>
public sealed class ReplicaScene : IAsyncLifetime, IDisposable
{
    /// <summary>Names the length in seconds; <c>make replicas</c> takes two minutes.</summary>
    internal const string LengthVariable = "PLUMB_REPLICAS_SECONDS";

    private const int UsualLength = 40;

    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private readonly TempDir directory = new("plumb-replicas-");
    private readonly PostgresServer postgres = new();
    private readonly List<Replica> replicas = [];
    private readonly List<PollingAgent> agents = [];
    private readonly CancellationTokenSource end = new();
    private Balancer? balancer;
    private IReadOnlyList<Task> polling = [];

    internal Ledger Ledger { get; } = new();

    internal Facts Facts { get; } = new();

    internal IReadOnlyList<Replica> Replicas => replicas;

    internal IReadOnlyList<PollingAgent> Agents => agents;

    internal Balancer Balancer => balancer!;

    internal string Key { get; private set; } = "";

    internal string AllLogs => string.Concat(replicas.Select(replica => replica.Log));

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        var store = directory.Write("store.secret", await postgres.NewStoreAsync());
        replicas.AddRange(Enumerable.Range(1, 3).Select(number => new Replica($"replica-{number}", directory, store)));
        await Task.WhenAll(replicas.Select(replica => replica.StartAsync()));
        Key = replicas[0].AdminKey;
        balancer = new Balancer(replicas);
        await SetAsync();
        polling = [.. agents.Select(agent => agent.RunAsync(end.Token))];
        await Wait.UntilAsync(() => agents.All(agent => agent.Held is not null), Rest, "all agents came");

        using var over = new CancellationTokenSource();
        var clients = new Clients(Key, balancer, Ledger, Facts, over.Token).Start().ToList();
        await DisturbAsync(int.TryParse(Environment.GetEnvironmentVariable(LengthVariable), out var asked) ? asked : UsualLength);
        await over.CancelAsync();
        await Task.WhenAll(clients);
    }

    public async Task DisposeAsync()
    {
        await end.CancelAsync();
        foreach (var agent in polling)
            await agent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var replica in replicas)
            await replica.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        balancer?.Dispose();
        end.Dispose();
        postgres.Dispose();
        directory.Dispose();
    }

    /// <summary>The answer of one replica to a question that has one; fails when it does not succeed.</summary>
    internal async Task<Answer> GetAsync(Replica replica, string path, string? key = null)
    {
        using var one = new Balancer([replica]);
        var answer = await one.SendAsync(new Ask(key ?? Key, HttpMethod.Get, path), CancellationToken.None);
        Assert.True(answer.IsDone, $"{replica.Name} {path}: {answer.Status} {answer.Text}");
        return answer;
    }

    /// <summary>All pages of a list.</summary>
    internal async Task<IReadOnlyList<JsonNode>> ListAsync(Replica replica, string path)
    {
        var all = new List<JsonNode>();
        string? next = null;
        do
        {
            var page = (await GetAsync(replica, $"{path}?limit=500{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}")).Json;
            all.AddRange(page["items"]!.AsArray().Select(item => item!));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        return all;
    }

    internal Dictionary<string, string> AgentKeys { get; } = new(StringComparer.Ordinal);

    private async Task SetAsync()
    {
        await MustAsync(HttpMethod.Post, "publishers", new JsonObject { ["name"] = "shop" });
        foreach (var stack in (string[])[.. Plan.Stacks, .. Plan.Shared, .. Plan.Contended])
            await MustAsync(HttpMethod.Put, $"stacks/{stack}", new JsonObject());
        foreach (var stack in Plan.Contended)
            await MustAsync(HttpMethod.Put, $"stacks/{stack}/annotations/n", new JsonObject { ["value"] = "0" });
        foreach (var name in Plan.Agents)
        {
            AgentKeys[name] = (await MustAsync(HttpMethod.Post, "keys", new JsonObject { ["role"] = "agent", ["name"] = name })).Json["token"]!.GetValue<string>();
            agents.Add(new PollingAgent(name, AgentKeys[name], Balancer, Ledger));
        }
    }

    private async Task<Answer> MustAsync(HttpMethod method, string path, JsonNode body) =>
        await Balancer.InsistAsync(new Ask(Key, method, $"/api/v1/{path}", body), CancellationToken.None) ?? throw new InvalidOperationException(string.Join('\n', Balancer.Surprises));

    private async Task DisturbAsync(int seconds)
    {
        using var timer = new PeriodicTimer(BetweenKills);
        var until = Ledger.Now + TimeSpan.FromSeconds(seconds);
        var restarts = new Queue<(double Left, bool AsCrash)>([(0.5, false), (0.25, true)]);
        for (var turn = 0; Ledger.Now < until || turn < 2 * replicas.Count || restarts.Count > 0; turn++)
        {
            await timer.WaitForNextTickAsync();
            var replica = replicas[turn % replicas.Count];
            await replica.KillAsync();
            if (restarts.TryPeek(out var next) && (until - Ledger.Now) / TimeSpan.FromSeconds(seconds) < next.Left)
                await postgres.RestartAsync(restarts.Dequeue().AsCrash);
            await replica.StartAsync();
        }
    }
}
