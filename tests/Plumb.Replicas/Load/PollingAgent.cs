using System.Net;
using System.Text.Json.Nodes;
using Plumb.Replicas.History;
using Plumb.Replicas.Stage;

namespace Plumb.Replicas.Load;

/// <summary>An agent's side of the contracts: it waits for changes wherever it is sent, and tells of what it did until that is taken.</summary>
internal sealed class PollingAgent(string name, string key, Balancer balancer, Ledger ledger)
{
    private readonly string path = $"/api/v1/agents/{name}";
    private string? tag;
    private long number;
    private volatile IReadOnlyList<string>? held;

    public string Name => name;

    /// <summary>What it keeps true: <c>NAME SEQUENCE</c> each, by name; null: it has been told nothing yet.</summary>
    public IReadOnlyList<string>? Held => held;

    public async Task RunAsync(CancellationToken stop)
    {
        var session = await balancer.InsistAsync(
            new Ask(key, HttpMethod.Post, $"{path}/sessions", new JsonObject { ["instance"] = name, ["version"] = "0.1.0", ["drivers"] = new JsonArray("compose"), ["intervalSeconds"] = 30 }), stop);
        var generation = session!.Json["generation"]!.GetValue<long>();
        await balancer.InsistAsync(new Ask(key, HttpMethod.Put, $"{path}/subscriptions/shop"), stop);
        while (!stop.IsCancellationRequested)
        {
            var answer = await balancer.SendAsync(new Ask(key, HttpMethod.Get, $"{path}/target-state?wait=5m", IfNoneMatch: tag), stop);
            if (answer.Status == HttpStatusCode.OK)
            {
                var state = answer.Json;
                Take(state);
                tag = answer.ETag;
                await ReportAsync(generation, state, stop);
            }
            else if (answer.Status != HttpStatusCode.NotModified)
            {
                await Balancer.PauseAsync(stop);
            }
        }
    }

    public static SeenState SeenIn(string agent, JsonNode state) => new(
        agent,
        state["epoch"]!.GetValue<string>(),
        state["version"]!.GetValue<long>(),
        string.Join(", ", StacksOf(state).Concat(state["deletions"]!.AsArray().Select(marker => $"without {marker!["stackId"]}").Order(StringComparer.Ordinal))));

    private static IReadOnlyList<string> StacksOf(JsonNode state) => [.. state["stacks"]!.AsArray().Select(stack => $"{stack!["name"]} {stack["sequence"]}").Order(StringComparer.Ordinal)];

    private void Take(JsonNode state)
    {
        held = StacksOf(state);
        ledger.Seen.Enqueue(SeenIn(name, state));
    }

    private async Task ReportAsync(long generation, JsonNode state, CancellationToken stop)
    {
        var items = new JsonArray();
        foreach (var marker in state["deletions"]!.AsArray())
            items.Add(new JsonObject { ["kind"] = "stackGone", ["id"] = Guid.NewGuid().ToString(), ["number"] = ++number, ["stackId"] = marker!["stackId"]!.GetValue<string>() });
        var id = Guid.NewGuid().ToString();

        // What is told of a stack goes with the stack: only of those that stay is it looked for at last.
        if (state["stacks"]!.AsArray().FirstOrDefault(stack => Plan.Stacks.Contains(stack!["name"]!.GetValue<string>(), StringComparer.Ordinal)) is { } first)
        {
            var decision = new JsonObject
            {
                ["id"] = id, ["stackId"] = first["id"]!.GetValue<string>(), ["cause"] = "hint", ["outcome"] = "succeeded", ["differences"] = new JsonArray(), ["steps"] = new JsonArray(), ["holds"] = new JsonArray(),
                ["started"] = TimeProvider.System.GetUtcNow(), ["durationSeconds"] = 1,
            };
            items.Add(new JsonObject { ["kind"] = "decision", ["id"] = Guid.NewGuid().ToString(), ["number"] = ++number, ["decision"] = decision });
        }

        if (items.Count > 0 && await balancer.InsistAsync(new Ask(key, HttpMethod.Post, $"{path}/reports", new JsonObject { ["generation"] = generation, ["items"] = items.DeepClone() }), stop) is not null
            && items.Any(item => item!["kind"]!.GetValue<string>() == "decision"))
        {
            ledger.Told.Enqueue(id);
        }
    }
}
