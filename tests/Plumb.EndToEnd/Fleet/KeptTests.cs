using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>What an agent runs stays as it is declared, and is touched for nothing else.</summary>
public sealed class KeptTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Look = "GET /v1.41/containers/json";

    [Fact]
    public async Task Ten_idle_cycles_leave_every_container_untouched_and_ask_the_engine_for_nothing_but_looks()
    {
        string[] stacks = [SharedEngine.NewProject("idle"), SharedEngine.NewProject("idle"), SharedEngine.NewProject("idle")];
        await using var fleet = await FleetScene.StartAsync();
        using var proxy = new CountingProxy(fleet.Directory, shared.Engine);
        var agent = await StartAsync(fleet, stacks, "--docker-host", proxy.Host);
        var before = new List<Stage.Seen>();
        foreach (var stack in stacks)
        {
            before.Add(await fleet.SleepsAsync(agent, stack));
            await fleet.StackAsync($"shop/{stack}", view => (string?)view["record"]!["status"] == "synced", "synced");
        }

        proxy.Take();
        var asked = new List<string>();
        await Wait.UntilAsync(
            () =>
            {
                asked.AddRange(proxy.Take());
                return asked.Count(call => call == Look) >= 10;
            },
            FleetScene.Patience,
            () => $"ten looks; asked was {string.Join(", ", asked)}");

        Assert.All(asked, call => Assert.StartsWith("GET ", call, StringComparison.Ordinal));
        for (var at = 0; at < stacks.Length; at++)
            await fleet.UntouchedAsync(agent, stacks[at], before[at]);
    }

    [Fact]
    public async Task A_container_edited_by_hand_comes_back_as_declared()
    {
        var (made, painted, limited) = (SharedEngine.NewProject("made"), SharedEngine.NewProject("painted"), SharedEngine.NewProject("limited"));
        await using var fleet = await FleetScene.StartAsync();
        var agent = await StartAsync(fleet, [made, limited]);
        await PublishAsync(fleet, painted, "services: { web: { image: 'plumb/web:1', command: sleep 600, environment: { COLOR: blue } } }");
        var updated = await fleet.SleepsAsync(agent, limited);
        var edited = new List<string>();
        await shared.Engine.DockerAsync("update", "--cpu-shares", "77", updated.Id);
        await fleet.RunsAsync(agent, limited, seen => seen is [{ State: "running" } healed] && healed.Inspected["HostConfig"]!["CpuShares"]!.GetValue<long>() == 0, "as declared");

        // Another one in its place, by its name and all its labels, as tools for people make it. The agent would be quicker: it is away meanwhile.
        await fleet.SleepsAsync(agent, painted);
        await fleet.SleepsAsync(agent, made);
        await agent.Process!.KillAsync();
        foreach (var (stack, color, seconds) in ((string, string, string)[])[(made, "none", "999"), (painted, "red", "600")])
        {
            var before = await fleet.SleepsAsync(agent, stack);
            var labels = before.Inspected["Config"]!["Labels"]!.AsObject().SelectMany(label => (string[])["--label", $"{label.Key}={label.Value}"]);
            await fleet.RemoveAsync(agent, before);
            edited.Add(await shared.Engine.DockerAsync(
                ["run", "-d", "--name", before.Name, .. labels, "--network", $"{stack}_default", "-e", $"COLOR={color}", "-v", $"{stack}_data:/data", "plumb/web:1", "sleep", seconds]));
        }

        await fleet.StartAsync(agent);
        foreach (var (stack, color) in ((string, string)[])[(made, "COLOR=none"), (painted, "COLOR=red")])
        {
            await fleet.RunsAsync(
                agent,
                stack,
                seen => seen is [{ State: "running", Sleep: 600 } healed] && !edited.Contains(healed.Id) && !healed.Inspected["Config"]!["Env"]!.ToJsonString().Contains(color, StringComparison.Ordinal),
                "as declared");
        }
    }

    [Fact]
    public async Task An_apply_that_failed_for_a_passing_reason_succeeds_later_with_no_new_object()
    {
        var (image, name, port) = (SharedEngine.NewProject("image"), SharedEngine.NewProject("name"), SharedEngine.NewProject("port"));
        await using var fleet = await FleetScene.StartAsync();
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop", "--ladder.base", "1s", "--ladder.block-at", "1000", "--breaker.failures", "1000");
        var taken = await shared.Engine.DockerAsync("run", "-d", "--name", $"taken-{name}", "-p", "127.0.0.1:18042:80", "plumb/web:1", "sleep", "600");
        await fleet.PublisherAsync("shop");
        await PublishAsync(fleet, image, $"services: {{ web: {{ image: 'plumb/{image}:1', command: sleep 600 }} }}");
        await PublishAsync(fleet, name, $"services: {{ web: {{ image: 'plumb/web:1', command: sleep 600, container_name: taken-{name} }} }}");
        await PublishAsync(fleet, port, "services: { web: { image: 'plumb/web:1', command: sleep 600, ports: ['127.0.0.1:18042:80'] } }");
        foreach (var stack in (string[])[image, name, port])
            await fleet.StackAsync($"shop/{stack}", view => view["failures"]!.AsArray().Count > 0, "failed");

        await shared.Engine.AddImageAsync($"plumb/{image}:1");
        await shared.Engine.DockerAsync("rm", "-f", taken);

        foreach (var stack in (string[])[image, name, port])
        {
            await fleet.SleepsAsync(agent, stack);
            await fleet.StackAsync($"shop/{stack}", view => (string?)view["record"]!["status"] == "synced" && view["failures"]!.AsArray().Count == 0, "synced, and the failures forgotten");
            var history = (await fleet.CallAsync(HttpMethod.Get, $"stacks/shop/{stack}/history"))!["items"]!.AsArray();
            Assert.Single(history);
        }
    }

    private async Task<FleetAgent> StartAsync(FleetScene fleet, string[] stacks, params string[] flags)
    {
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, ["--subscribe", "shop", .. flags]);
        foreach (var stack in stacks)
            await PublishAsync(fleet, stack, FleetMoves.Sleeper(600));
        return agent;
    }

    private static async Task PublishAsync(FleetScene fleet, string stack, string compose)
    {
        await fleet.MakeAsync($"shop/{stack}");
        await fleet.PublishAsync($"shop/{stack}", compose);
        await fleet.TieAsync("edge-1", $"shop/{stack}");
    }
}
