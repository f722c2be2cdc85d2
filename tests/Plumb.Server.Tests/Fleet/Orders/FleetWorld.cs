using System.Net;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Server.Keys;
using Plumb.Server.Storage;

namespace Plumb.Server.Tests.Fleet.Orders;

/// <summary>
/// One control plane whose routes are called, and the model beside it. Every step goes over HTTP to the routes that people and agents use, and so does
/// every look at a target state; only <see cref="ClearAsync"/>, between two orders, goes to the store itself.
/// </summary>
internal sealed class FleetWorld : IAsyncDisposable
{
    private readonly string? _directory;
    private readonly RunningServer _server;
    private readonly FleetClient _people;
    private readonly Dictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TestAgent> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    private FleetWorld(string? directory, RunningServer server) => (_directory, _server, _people) = (directory, server, new FleetClient(server.Admin));

    public FleetModel Model { get; private set; } = new();

    /// <param name="publishers">Besides <c>system</c>.</param>
    /// <param name="agents">Whose keys are there from the start.</param>
    /// <param name="postgres">Where its facts are; null: in SQLite.</param>
    public static async Task<FleetWorld> StartAsync(IReadOnlyList<string> publishers, IReadOnlyList<string> agents, string? postgres = null)
    {
        // Of tens of thousands of commits none needs to outlive the machine.
        var memory = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/plumb-orders-{Guid.NewGuid():N}").FullName : null;
        var world = new FleetWorld(memory, await RunningServer.StartAsync(memory, change: options => options with { Sources = [], LocalAgent = null, Postgres = postgres ?? options.Postgres }));
        foreach (var publisher in publishers)
        {
            await world._people.PublisherAsync(publisher);
        }

        foreach (var agent in agents)
        {
            world._clients[agent] = await world._server.ClientAsync(Role.Agent, agent);
        }

        return world;
    }

    public async Task CreateStackAsync(string publisher, string name)
    {
        await _people.StackAsync(publisher, name);
        Model = Model with { Stacks = Model.Stacks.Add($"{publisher}/{name}", new ModelStack(publisher)) };
    }

    public async Task PublishAsync(string stack, int content)
    {
        var published = await _people.PublishAsync(stack, $"services: {{ web: {{ image: 'busybox:{content}' }} }}");
        ChangeStack(stack, known => known with { Sequence = published.Sequence });
    }

    public async Task CreateAgentAsync(string agent)
    {
        await _people.AgentAsync(agent);
        Model = Model with { Agents = Model.Agents.SetItem(agent, Model.Agents.GetValueOrDefault(agent) ?? new ModelAgent()) };
    }

    public async Task SubscribeAsync(string agent, string publisher)
    {
        await new TestAgent(_clients[agent], agent).SubscribeAsync(publisher);
        ChangeAgent(agent, known => known with { Subscriptions = known.Subscriptions.Add(publisher) });
    }

    public async Task UnsubscribeAsync(string agent, string publisher)
    {
        await new TestAgent(_clients[agent], agent).UnsubscribeAsync(publisher);
        ChangeAgent(agent, known => known with { Subscriptions = known.Subscriptions.Remove(publisher) });
    }

    public async Task TieAsync(string agent, string stack)
    {
        await _people.TieAsync(agent, stack);
        Model = Model with { Targets = Model.Targets.Add((agent, stack)) };
    }

    public async Task UntieAsync(string agent, string stack)
    {
        await _people.UntieAsync(agent, stack);
        Model = Model with { Targets = Model.Targets.Remove((agent, stack)) };
    }

    public async Task LabelAgentAsync(string agent, string label, bool on)
    {
        await (on ? _people.LabelAsync($"agents/{agent}", label) : _people.UnlabelAsync($"agents/{agent}", label));
        ChangeAgent(agent, known => known with { Labels = on ? known.Labels.Add(label) : known.Labels.Remove(label) });
    }

    public async Task LabelStackAsync(string stack, string label, bool on)
    {
        await (on ? _people.LabelAsync($"stacks/{stack}", label) : _people.UnlabelAsync($"stacks/{stack}", label));
        ChangeStack(stack, known => known with { Labels = on ? known.Labels.Add(label) : known.Labels.Remove(label) });
    }

    /// <param name="value">Null: taken away.</param>
    public async Task AnnotateAgentAsync(string agent, string key, string? value)
    {
        await (value is not null ? _people.AnnotateAsync($"agents/{agent}", key, value) : _people.UnannotateAsync($"agents/{agent}", key));
        ChangeAgent(agent, known => known with { Annotations = value is not null ? known.Annotations.SetItem(key, value) : known.Annotations.Remove(key) });
    }

    /// <param name="value">Null: taken away.</param>
    public async Task AnnotateStackAsync(string stack, string key, string? value)
    {
        await (value is not null ? _people.AnnotateAsync($"stacks/{stack}", key, value) : _people.UnannotateAsync($"stacks/{stack}", key));
        ChangeStack(stack, known => known with { Annotations = value is not null ? known.Annotations.SetItem(key, value) : known.Annotations.Remove(key) });
    }

    /// <param name="selector">Null: none.</param>
    public async Task SelectAsync(string stack, string? selector)
    {
        await _people.ChangeAsync(stack, new StackBody { Selector = selector ?? "" });
        ChangeStack(stack, known => known with { Selector = selector });
    }

    /// <summary>A process of the agent starts: with an empty cache, and a newer generation.</summary>
    public async Task OpenAsync(string agent)
    {
        _agents[agent] = new TestAgent(_clients[agent], agent);
        await _agents[agent].OpenAsync();
        ChangeAgent(agent, known => known with { HasCome = true });
    }

    /// <summary>The agent asks as agents do: with what it has already.</summary>
    public async Task PollAsync(string agent)
    {
        if (!_agents.ContainsKey(agent))
        {
            await OpenAsync(agent);
        }

        var seen = _seen.GetValueOrDefault(agent);
        var (state, tag) = await _agents[agent].PollAsync(seen?.ETag);
        _seen[agent] = new Seen(tag, state ?? seen!.State);
        AssertIs(agent, _seen[agent].State);
    }

    /// <summary>The agent tells of what it saw last, right or wrong by now; of a stack that it does not run, that nothing is left.</summary>
    public async Task ReportAsync(string agent)
    {
        var process = _agents[agent];
        var runs = _seen[agent].State.Stacks;
        await process.ReportAsync([.. runs.Select(process.Synced)]);
    }

    /// <summary>What is served now, whatever the agent has, is what the model says.</summary>
    public async Task CheckAsync(string agent)
    {
        using var response = await _clients[agent].GetAsync($"/api/v1/agents/{agent}/target-state");
        if (Model.Expected(agent) is null)
        {
            await response.ProblemAsync(HttpStatusCode.NotFound, "agent.unknown");
            return;
        }

        AssertIs(agent, await response.ReadAsync(PlumbJson.Default.TargetState));
    }

    /// <summary>As if nothing had ever been, but for publishers, keys, and what the process remembers.</summary>
    public async Task ClearAsync()
    {
        await _server.Server.Service<StoreWriter>().WriteAsync(
            scope =>
            {
                foreach (var id in scope.Query<string>("select id from stack"))
                {
                    scope.Touch(id);
                }

                foreach (var id in scope.Query<string>("select id from agent"))
                {
                    scope.TouchAgent(id);
                }

                scope.Execute("delete from stack");
                scope.Execute("delete from agent");
                scope.ChangeFacts();
            },
            CancellationToken.None);
        Model = new FleetModel();
        _agents.Clear();
        _seen.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await _server.DisposeAsync();
        if (_directory is not null)
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private void AssertIs(string agent, TargetState state) =>
        Assert.Equal(Model.Expected(agent)!, state.Stacks.Select(stack => (stack.Name, stack.Sequence)).OrderBy(pair => pair.Name, StringComparer.Ordinal));

    private void ChangeStack(string name, Func<ModelStack, ModelStack> change) => Model = Model with { Stacks = Model.Stacks.SetItem(name, change(Model.Stacks[name])) };

    private void ChangeAgent(string name, Func<ModelAgent, ModelAgent> change) => Model = Model with { Agents = Model.Agents.SetItem(name, change(Model.Agents[name])) };

    private sealed record Seen(string ETag, TargetState State);
}
