using System.Text.Json.Nodes;
using Plumb.Replicas.History;
using Plumb.Replicas.Stage;

namespace Plumb.Replicas.Load;

/// <summary>People and pipelines that change things all the time, each through whichever replica it is sent to.</summary>
internal sealed class Clients(string key, Balancer balancer, Ledger ledger, Facts facts, CancellationToken over)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    /// <summary>Each until it is over; what one has begun then it brings to its end.</summary>
    public IEnumerable<Task> Start() =>
    [
        .. Plan.Stacks.Select((stack, seed) => EachTimeAsync(seed, (_, time) => PublishAsync(stack, $"{stack} by its own {time}", insists: true))),
        .. from stack in Plan.Shared from client in Enumerable.Range(1, 3) select EachTimeAsync(client, (_, time) => PublishAsync(stack, $"{stack} by {client} {time}", insists: false)),
        .. from stack in Plan.Contended from client in Enumerable.Range(1, 3) select EachTimeAsync(client, (_, time) => ReplaceAsync(stack, $"{client}-{time}")),
        .. Plan.Agents.Chunk(9).Select((agents, seed) => EachTimeAsync(seed, (chance, _) => SwitchAgentAsync(agents[chance.Next(agents.Length)], chance))),
        EachTimeAsync(7, (chance, _) => SwitchStackAsync(Plan.Stacks[chance.Next(Plan.Stacks.Count)], chance)),
        .. Enumerable.Range(1, 2).Select(client => EachTimeAsync(client, (chance, time) => ComeAndGoAsync($"shop/passing-{client}-{time}", chance))),
    ];

    private async Task EachTimeAsync(int seed, Func<Random, int, Task> act)
    {
        var chance = new Random(seed);
        using var timer = new PeriodicTimer(Pace);
        for (var time = 1; !over.IsCancellationRequested; time++)
        {
            await act(chance, time);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task PublishAsync(string stack, string value, bool insists)
    {
        var ask = new Ask(key, HttpMethod.Post, $"/api/v1/stacks/{stack}/deployment-objects", new JsonObject { ["text"] = $"services: {{ web: {{ image: 'busybox', command: '{value}' }} }}", ["message"] = value });
        var change = new Change(stack, value, ledger.Now);
        var answer = insists ? await balancer.InsistAsync(ask, CancellationToken.None) : await balancer.SendAsync(ask, CancellationToken.None);
        ledger.Published.Enqueue(answer is { IsDone: true } ? change with { Acknowledged = ledger.Now, Number = answer.Json["sequence"]!.GetValue<long>() } : change);
    }

    private async Task ReplaceAsync(string stack, string value)
    {
        var read = await balancer.SendAsync(new Ask(key, HttpMethod.Get, $"/api/v1/stacks/{stack}"), CancellationToken.None);
        if (!read.IsDone)
            return;
        var before = read.Json["annotations"]!["n"]!.GetValue<string>();
        ledger.Read.Enqueue((stack, before));
        var change = new Change(stack, value, ledger.Now) { Upon = before };
        var answer = await balancer.SendAsync(new Ask(key, HttpMethod.Put, $"/api/v1/stacks/{stack}/annotations/n", new JsonObject { ["value"] = value }, IfMatch: read.ETag!), CancellationToken.None);
        if (answer.IsDone || answer.IsUnknown)
            ledger.Replaced.Enqueue(answer.IsDone ? change with { Acknowledged = ledger.Now } : change);
    }

    private Task SwitchAgentAsync(string agent, Random chance)
    {
        if (chance.Next(3) == 0)
        {
            var zone = Plan.Zones.Append(null).Where(zone => zone != facts[Facts.Zone(agent)]).ElementAt(chance.Next(2));
            return SwitchAsync(Facts.Zone(agent), zone, zone is null ? HttpMethod.Delete : HttpMethod.Put, $"agents/{agent}/annotations/zone", $"agent.{(zone is null ? "un" : "")}annotate {agent} zone", zone is null ? null : new JsonObject { ["value"] = zone });
        }

        if (chance.Next(2) == 0)
            return SwitchLabelAsync("agent", agent, Plan.Labels[chance.Next(Plan.Labels.Count)]);
        var stack = Plan.Stacks[chance.Next(Plan.Stacks.Count)];
        var on = facts[Facts.Tie(agent, stack)] is null;
        return SwitchAsync(Facts.Tie(agent, stack), on ? "on" : null, on ? HttpMethod.Put : HttpMethod.Delete, $"agents/{agent}/targets/{stack}", $"agent.{(on ? "" : "un")}target {agent} {stack}");
    }

    private Task SwitchStackAsync(string stack, Random chance)
    {
        if (chance.Next(2) == 0)
            return SwitchLabelAsync("stack", stack, Plan.Labels[chance.Next(Plan.Labels.Count)]);
        var selector = Plan.Selectors.Where(one => one != facts[Facts.Selector(stack)]).ElementAt(chance.Next(2));
        return SwitchAsync(Facts.Selector(stack), selector, HttpMethod.Put, $"stacks/{stack}", $"stack.change {stack}", new JsonObject { ["selector"] = selector ?? "" });
    }

    private Task SwitchLabelAsync(string kind, string name, string label)
    {
        var fact = Facts.Label($"{kind}s/{name}", label);
        var on = facts[fact] is null;
        return SwitchAsync(fact, on ? "on" : null, on ? HttpMethod.Put : HttpMethod.Delete, $"{kind}s/{name}/labels/{label}", $"{kind}.{(on ? "" : "un")}label {name} {label}");
    }

    private async Task SwitchAsync(string fact, string? value, HttpMethod method, string path, string words, JsonObject? body = null)
    {
        if (await balancer.InsistAsync(new Ask(key, method, $"/api/v1/{path}", body), CancellationToken.None) is null)
            return;
        facts[fact] = value;
        ledger.Switched.Enqueue(words);
    }

    // Made, filled, tied and deleted while agents take it up: each step may be the first that its replica hears of the stack.
    private async Task ComeAndGoAsync(string stack, Random chance)
    {
        await balancer.InsistAsync(new Ask(key, HttpMethod.Put, $"/api/v1/stacks/{stack}", new JsonObject()), CancellationToken.None);
        await balancer.InsistAsync(new Ask(key, HttpMethod.Post, $"/api/v1/stacks/{stack}/deployment-objects", new JsonObject { ["text"] = "services: { web: { image: 'busybox' } }" }), CancellationToken.None);
        for (var tie = 0; tie < 2; tie++)
            await balancer.InsistAsync(new Ask(key, HttpMethod.Put, $"/api/v1/agents/{Plan.Agents[chance.Next(Plan.Agents.Count)]}/targets/{stack}"), CancellationToken.None);
        if (await balancer.InsistAsync(new Ask(key, HttpMethod.Delete, $"/api/v1/stacks/{stack}") { MayBeGone = true }, CancellationToken.None) is not null)
            ledger.Gone.Enqueue(stack);
    }
}
