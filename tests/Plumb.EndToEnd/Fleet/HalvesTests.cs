using System.Text.Json.Nodes;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>The two halves as processes of their own. What counts is what runs on the agent's engine.</summary>
public sealed class HalvesTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Compose = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
        """;

    [Fact]
    public async Task A_stack_that_was_published_before_an_agent_was_targeted_to_it_is_deployed_by_that_agent()
    {
        var stack = SharedEngine.NewProject("first");
        await using var fleet = await FleetScene.StartAsync();
        await PublishAsync(fleet, stack);
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");

        await fleet.CallAsync(HttpMethod.Put, $"agents/edge-1/targets/shop/{stack}");

        await fleet.RunsAsync(agent, stack, seen => seen is [{ State: "running" }], "runs");
        // An agent of its own has no web server in it.
        Assert.DoesNotContain("Kestrel", await File.ReadAllTextAsync($"/proc/{agent.Process!.Id}/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_heals_on_without_its_control_plane_starts_without_it_and_tells_of_it_later()
    {
        var stack = SharedEngine.NewProject("alone");
        await using var fleet = await FleetScene.StartAsync();
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        await PublishAsync(fleet, stack);
        await fleet.CallAsync(HttpMethod.Put, $"agents/edge-1/targets/shop/{stack}");
        var first = Assert.Single(await fleet.RunsAsync(agent, stack, seen => seen is [{ State: "running" }], "runs"));

        await fleet.Server.KillAsync();
        await fleet.RemoveAsync(agent, first);
        var second = Assert.Single(await fleet.RunsAsync(agent, stack, seen => seen is [{ State: "running" } healed] && healed.Id != first.Id, "healed without a control plane"));

        await agent.Process!.KillAsync();
        await fleet.RemoveAsync(agent, second);
        await fleet.StartAsync(agent);
        var third = Assert.Single(await fleet.RunsAsync(agent, stack, seen => seen is [{ State: "running" } healed] && healed.Id != second.Id, "healed by an agent that started without a control plane"));

        await fleet.StartServerAsync();
        await fleet.StackAsync($"shop/{stack}", view => view["record"]!["status"]!.GetValue<string>() == "synced" && view["record"]!["containersRunning"]!.GetValue<int>() == 1, "told of");
        Assert.Equal(third.Id, Assert.Single(await fleet.RunsAsync(agent, stack, _ => true, "")).Id);
    }

    [Fact]
    public async Task A_revoked_agent_keeps_what_it_has_true_and_gets_nothing_new()
    {
        var (stack, later) = (SharedEngine.NewProject("kept"), SharedEngine.NewProject("never"));
        await using var fleet = await FleetScene.StartAsync();
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        await PublishAsync(fleet, stack);
        await PublishAsync(fleet, later);
        await fleet.CallAsync(HttpMethod.Put, $"agents/edge-1/targets/shop/{stack}");
        var first = Assert.Single(await fleet.RunsAsync(agent, stack, seen => seen is [{ State: "running" }], "runs"));

        await fleet.MustAsync("keys", "revoke", "edge-1");
        await fleet.CallAsync(HttpMethod.Put, $"agents/edge-1/targets/shop/{later}");
        await fleet.RemoveAsync(agent, first);

        await fleet.RunsAsync(agent, stack, seen => seen is [{ State: "running" } healed] && healed.Id != first.Id, "healed");
        await Wait.UntilAsync(() => agent.Process!.Log.Contains("key.invalid", StringComparison.Ordinal), FleetScene.Patience, () => $"the agent is told. Its log:\n{agent.Process!.Log}");
        Assert.Empty(await fleet.RunsAsync(agent, later, _ => true, ""));

        // With a new key it goes on where it was.
        await File.WriteAllTextAsync(agent.TokenFile, await fleet.MustAsync("keys", "create", "--role", "agent", "--name", "edge-1"));
        await fleet.StartAsync(agent);
        await fleet.RunsAsync(agent, later, seen => seen is [{ State: "running" }], "runs");
        Assert.Contains("revoked", await fleet.MustAsync("keys", "list"), StringComparison.Ordinal);
    }

    private static async Task PublishAsync(FleetScene fleet, string stack)
    {
        await fleet.CallAsync(HttpMethod.Put, "publishers/shop");
        var made = await fleet.CallAsync(HttpMethod.Post, "stacks", new JsonObject { ["publisher"] = "shop", ["name"] = stack });
        await fleet.CallAsync(HttpMethod.Post, $"stacks/{made!["id"]}/deployment-objects", new JsonObject { ["text"] = Compose });
    }
}
