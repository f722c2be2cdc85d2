using System.Text.Json.Nodes;

namespace Plumb.EndToEnd.Fleet;

/// <summary>What people, publishers and agents do with the facts of a fleet, over the routes. A stack is named <c>publisher/name</c>.</summary>
internal static class FleetMoves
{
    /// <summary>One service that sleeps, and a volume.</summary>
    public static string Sleeper(int seconds) => $"""
        services:
          web:
            image: plumb/web:1
            command: sleep {seconds}
            volumes: ["data:/data"]
        volumes:
          data: null
        """;

    public static Task PublisherAsync(this FleetScene fleet, string name) => fleet.CallAsync(HttpMethod.Put, $"publishers/{name}");

    /// <param name="remove">Its removal policy.</param>
    public static Task MakeAsync(this FleetScene fleet, string stack, bool remove = true) => fleet.CallAsync(HttpMethod.Post, "stacks", new JsonObject
    {
        ["publisher"] = stack.Split('/')[0],
        ["name"] = stack.Split('/')[1],
        ["policies"] = new JsonObject { ["remove"] = new JsonObject { ["enabled"] = remove } },
    });

    public static Task PublishAsync(this FleetScene fleet, string stack, string compose) =>
        fleet.CallAsync(HttpMethod.Post, $"stacks/{stack}/deployment-objects", new JsonObject { ["text"] = compose });

    public static Task TieAsync(this FleetScene fleet, string agent, string stack) => fleet.CallAsync(HttpMethod.Put, $"agents/{agent}/targets/{stack}");

    public static Task UntieAsync(this FleetScene fleet, string agent, string stack) => fleet.CallAsync(HttpMethod.Delete, $"agents/{agent}/targets/{stack}");

    /// <param name="thing"><c>agents/edge-1</c> or <c>stacks/shop/web</c>.</param>
    public static Task LabelAsync(this FleetScene fleet, string thing, string label) => fleet.CallAsync(HttpMethod.Put, $"{thing}/labels/{label}");

    public static Task UnlabelAsync(this FleetScene fleet, string thing, string label) => fleet.CallAsync(HttpMethod.Delete, $"{thing}/labels/{label}");

    public static Task AnnotateAsync(this FleetScene fleet, string thing, string key, string value) =>
        fleet.CallAsync(HttpMethod.Put, $"{thing}/annotations/{key}", new JsonObject { ["value"] = value });

    public static Task SelectAsync(this FleetScene fleet, string stack, string selector) =>
        fleet.CallAsync(HttpMethod.Put, $"stacks/{stack}", new JsonObject { ["selector"] = selector });

    /// <summary>The agent's own consent, with its own key.</summary>
    public static Task SubscribeAsync(this FleetScene fleet, FleetAgent agent, string publisher) =>
        fleet.CallAsync(HttpMethod.Put, $"agents/{agent.Name}/subscriptions/{publisher}", token: agent.Token);

    public static Task UnsubscribeAsync(this FleetScene fleet, FleetAgent agent, string publisher) =>
        fleet.CallAsync(HttpMethod.Delete, $"agents/{agent.Name}/subscriptions/{publisher}", token: agent.Token);

    /// <summary>Waits until its one container runs this long a sleep.</summary>
    public static async Task<Stage.Seen> SleepsAsync(this FleetScene fleet, FleetAgent agent, string project, int seconds = 600) => Assert.Single(await fleet.RunsAsync(
        agent, project, seen => seen is [{ State: "running" } one] && one.Sleep == seconds, $"sleeps {seconds}"));

    public static Task GoneAsync(this FleetScene fleet, FleetAgent agent, string project) => fleet.RunsAsync(agent, project, seen => seen.Count == 0, "gone");

    /// <summary>The very same container runs on, not even started again.</summary>
    public static async Task UntouchedAsync(this FleetScene fleet, FleetAgent agent, string project, Stage.Seen before)
    {
        var now = Assert.Single(await fleet.RunsAsync(agent, project, _ => true, ""));
        Assert.Equal((before.Id, "running", before.StartedAt), (now.Id, now.State, now.StartedAt));
    }

    /// <summary>Makes a stack of its own, tied to the agent, and waits until it runs: what the agent was told before is done by then.</summary>
    public static async Task<string> BesidesAsync(this FleetScene fleet, FleetAgent agent, string publisher)
    {
        var stack = TestKit.SharedEngine.NewProject("besides");
        await fleet.MakeAsync($"{publisher}/{stack}");
        await fleet.PublishAsync($"{publisher}/{stack}", Sleeper(600));
        await fleet.TieAsync(agent.Name, $"{publisher}/{stack}");
        await fleet.SleepsAsync(agent, stack);
        return stack;
    }
}
