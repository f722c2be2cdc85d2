using Plumb.Contracts.Agents;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Server.Fleet;
using Plumb.Server.Storage;

namespace Plumb.Server.Tests.Fleet.Changes;

/// <summary>Seeded changes of everything that is a fact, over the routes that people, agents and sources use. A step that is refused changes nothing.</summary>
internal sealed class RandomFleet(RunningServer server, Random chance)
{
    private static readonly string[] Labels = ["prod", "gpu", "zone"];
    private static readonly string[] Selectors = ["", "gpu", "!gpu", "zone=a", "zone!=a", "zone in (a,b),gpu", "zone"];
    private static readonly string[] Actions = ["suspend", "resume", "stop", "start", "sync", "unblock", "rollback"];
    private readonly string[] _agents = ["edge", "core", "far", RunningServer.Agent];
    private readonly string[] _stacks = ["shop/web", "shop/db", "system/log", "system/web"];
    private readonly Dictionary<string, TestAgent> _processes = new(StringComparer.Ordinal);

    public FactsCache Facts => server.Server.Service<FactsCache>();

    public Database Store => server.Server.Service<Database>();

    /// <returns>What was done.</returns>
    public async Task<string> StepAsync()
    {
        var (agent, stack, label, action) = (One(_agents), One(_stacks), One(Labels), One(Actions));
        switch (chance.Next(17))
        {
            case 0:
                return await SendAsync(HttpMethod.Post, "publishers", $$"""{"name":"shop"}""");
            case 1 or 2:
                return await SendAsync(HttpMethod.Post, "stacks", $$"""{"publisher":"{{stack.Split('/')[0]}}","name":"{{stack.Split('/')[1]}}"}""");
            case 3 or 4:
                return await SendAsync(HttpMethod.Post, $"stacks/{stack}/deployment-objects", $$"""{"text":"services: { web: { image: 'busybox:{{chance.Next(4)}}' } }"}""");
            case 5:
                return await SendAsync(Toggle(), $"agents/{agent}/labels/{label}");
            case 6:
                return await SendAsync(Toggle(), $"stacks/{stack}/labels/{label}");
            case 7:
                return await SendAsync(Toggle(), $"{(chance.Next(2) == 0 ? $"agents/{agent}" : $"stacks/{stack}")}/annotations/zone", $$"""{"value":"{{One(["a", "b", ""])}}"}""");
            case 8:
                return await SendAsync(HttpMethod.Put, $"stacks/{stack}", $$"""{"selector":"{{One(Selectors)}}"}""");
            case 9:
                return await SendAsync(Toggle(), $"agents/{agent}/targets/{stack}");
            case 10:
                return await SubscribeAsync(agent);
            case 11:
                return await SendAsync(HttpMethod.Post, $"stacks/{stack}/{action}", action == "rollback" ? $$"""{"to":{{chance.Next(1, 12)}},"untilChange":true}""" : null);
            case 12 when chance.Next(3) == 0:
                return await SendAsync(HttpMethod.Delete, chance.Next(3) == 0 ? "publishers/shop" : chance.Next(2) == 0 ? $"stacks/{stack}" : $"agents/{agent}?forget=true");
            case 12 or 13:
                await server.PublishAsync([.. new[] { "a", "b", "c" }.Where(_ => chance.Next(3) > 0).Select(path => Found.Stack(path, $"services: {{ web: {{ image: 'busybox:{chance.Next(2)}' }} }}", new StackSettings { Labels = [label] }))]);
                return "the source publishes";
            case 14:
                await (await ProcessAsync(agent)).OpenAsync();
                return $"{agent} opens a session";
            case 15:
                return await SendAsync(HttpMethod.Post, $"agents/{agent}/{One(["removals/ack", "breakers/compose:engine/open", "breakers/compose:engine/reset"])}");
            default:
                return await ReportAsync(agent);
        }
    }

    private async Task<string> SubscribeAsync(string agent)
    {
        using var answer = await (await ProcessAsync(agent)).Http.SendAsync(new HttpRequestMessage(Toggle(), $"/api/v1/agents/{agent}/subscriptions/shop"));
        return $"{agent} subscribes or not: {(int)answer.StatusCode}";
    }

    // Of any stack, whether it runs there or not; held, handled, or gone.
    private async Task<string> ReportAsync(string agent)
    {
        var process = await ProcessAsync(agent);
        var facts = await Facts.GetAsync(CancellationToken.None);
        var ids = facts.Stacks.Keys.Order(StringComparer.Ordinal).Append("unknown").ToList();
        var stack = ids[chance.Next(ids.Count)];
        var requests = facts.Stacks.GetValueOrDefault(stack)?.Requests.Select(request => request.Id).ToList() ?? [];
        var target = (await process.PollAsync()).State!;
        var world = new WorldView("compose:engine", null, "closed", null, null, null);
        var sample = new Contracts.Targets.TargetStack { Id = stack, Name = stack, Scope = "s", Path = "p", Driver = "compose", Sequence = 1, Checksum = null, Settings = new StackSettings(), Requests = [], DriftPolicy = DriftPolicy.Revert, ChangePolicy = ChangePolicy.Auto, RemoveEnabled = false };
        ReportItem item = chance.Next(4) switch
        {
            0 => new StackGone { Id = $"{Guid.NewGuid()}", Number = process.NextNumber(), StackId = stack },
            1 => new WorldReport { Id = $"{Guid.NewGuid()}", Number = process.NextNumber(), World = world, Handled = [.. target.Breakers.Select(breaker => breaker.Id)] },
            2 => process.Synced(sample) with { Holds = [new HoldView("MassRemoval", "many", DateTimeOffset.UnixEpoch, null, "let go")] },
            _ => process.Synced(sample) with { Handled = requests },
        };
        using var answer = await process.SendAsync(process.Generation, item);
        return $"{agent} reports {item.GetType().Name} of {stack}: {(int)answer.StatusCode}";
    }

    private async Task<TestAgent> ProcessAsync(string agent)
    {
        // A forgotten agent's key went with it.
        if (server.Server.Service<AgentTable>().Named(agent) is not { Generation: > 0 } || !_processes.TryGetValue(agent, out var process))
        {
            _processes[agent] = process = await server.AgentAsync(agent);
        }

        return process;
    }

    private async Task<string> SendAsync(HttpMethod method, string route, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{route}");
        if (body is not null && method != HttpMethod.Delete)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        using var answer = await server.Admin.SendAsync(request);
        return $"{method} {route} {body}: {(int)answer.StatusCode}";
    }

    private HttpMethod Toggle() => chance.Next(3) > 0 ? HttpMethod.Put : HttpMethod.Delete;

    private T One<T>(IReadOnlyList<T> of) => of[chance.Next(of.Count)];
}
