using System.Net;
using System.Text.Json.Nodes;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>What an agent should run no more goes from its engine, under the policy that the stack had, until it is seen gone.</summary>
public sealed class DepartureTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task Untied_by_each_way_it_goes_and_its_volume_stays_and_with_removal_off_it_runs_on()
    {
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        Way[] ways =
        [
            new(stack => fleet.TieAsync("edge-1", $"shop/{stack}"), stack => fleet.UntieAsync("edge-1", $"shop/{stack}")),
            new(stack => LabelAsync(fleet, stack), stack => fleet.UnlabelAsync("agents/edge-1", stack)),
            new(stack => LabelAsync(fleet, stack), stack => fleet.UnlabelAsync($"stacks/shop/{stack}", stack)),
            new(stack => AnnotateAsync(fleet, stack), stack => fleet.AnnotateAsync("agents/edge-1", stack, "no")),
            new(stack => AnnotateAsync(fleet, stack), stack => fleet.AnnotateAsync($"stacks/shop/{stack}", stack, "no")),
            new(stack => fleet.SelectAsync($"shop/{stack}", $"!{stack}"), stack => fleet.SelectAsync($"shop/{stack}", stack)),
        ];
        var kept = SharedEngine.NewProject("kept");
        await PublishAsync(fleet, $"shop/{kept}", remove: false);
        await fleet.TieAsync("edge-1", $"shop/{kept}");
        foreach (var way in ways)
        {
            await PublishAsync(fleet, $"shop/{way.Stack}");
            await way.Tie(way.Stack);
        }

        foreach (var way in ways)
            await fleet.SleepsAsync(agent, way.Stack);
        var runs = await fleet.SleepsAsync(agent, kept);

        await fleet.UntieAsync("edge-1", $"shop/{kept}");
        foreach (var way in ways)
        {
            // One after the other: most of them at once would be held.
            await way.Untie(way.Stack);
            await fleet.GoneAsync(agent, way.Stack);
        }

        var volumes = (await shared.Engine.DockerAsync("volume", "ls", "-q")).Split('\n');
        Assert.All(ways, way => Assert.Contains($"{way.Stack}_data", volumes));
        await fleet.UntouchedAsync(agent, kept, runs);
        await fleet.StackAsync($"shop/{kept}", view => view.ToJsonString().Contains("RemovalNotEnabled", StringComparison.Ordinal), "held");
    }

    [Fact]
    public async Task A_deleted_stack_is_told_confirmed_and_archived_also_when_the_agent_was_down_and_kept_running_it_is_nobodys()
    {
        var (deleted, left) = (SharedEngine.NewProject("deleted"), SharedEngine.NewProject("left"));
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        foreach (var stack in (string[])[deleted, left])
        {
            // A person's deletion is a permission of its own.
            await PublishAsync(fleet, $"shop/{stack}", remove: false);
            await fleet.TieAsync("edge-1", $"shop/{stack}");
        }

        var (gone, stays) = (await fleet.SleepsAsync(agent, deleted), await fleet.SleepsAsync(agent, left));
        await fleet.StackAsync($"shop/{deleted}", view => (string?)view["record"]!["status"] == "synced", "reported");
        await fleet.StackAsync($"shop/{left}", view => (string?)view["record"]!["status"] == "synced", "reported");

        await agent.Process!.KillAsync();
        await fleet.MustAsync("delete", "stack", $"shop/{deleted}");
        await fleet.MustAsync("delete", "stack", $"shop/{left}", "--keep-running");
        foreach (var stack in (string[])[deleted, left])
            await fleet.StackAsync($"shop/{stack}", view => view["deletion"]!["waiting"]!.AsArray() is [JsonValue one] && (string?)one == "edge-1", "waits for its agent");
        await fleet.UntouchedAsync(agent, deleted, gone);
        await fleet.StartAsync(agent);

        await fleet.GoneAsync(agent, deleted);
        await ArchivedAsync(fleet, $"shop/{deleted}");
        await ArchivedAsync(fleet, $"shop/{left}");
        await fleet.UntouchedAsync(agent, left, stays);

        // Nobody's from now on: what goes does not come back.
        await fleet.RemoveAsync(agent, stays);
        await fleet.BesidesAsync(agent, "shop");
        await fleet.GoneAsync(agent, left);
    }

    [Fact]
    public async Task A_publisher_that_is_deleted_and_one_whose_subscription_is_withdrawn_take_their_stacks_along()
    {
        var (baked, tied, kept) = (SharedEngine.NewProject("baked"), SharedEngine.NewProject("tied"), SharedEngine.NewProject("florid"));
        await using var fleet = await FleetScene.StartAsync();
        foreach (var publisher in (string[])["bakery", "florist", "shop"])
            await fleet.PublisherAsync(publisher);
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        await fleet.SubscribeAsync(agent, "bakery");
        await fleet.SubscribeAsync(agent, "florist");
        await PublishAsync(fleet, $"bakery/{baked}", remove: false);
        await PublishAsync(fleet, $"florist/{tied}");
        await PublishAsync(fleet, $"florist/{kept}", remove: false);
        foreach (var stack in (string[])[$"bakery/{baked}", $"florist/{tied}", $"florist/{kept}"])
            await fleet.TieAsync("edge-1", stack);
        await fleet.SleepsAsync(agent, baked);
        await fleet.SleepsAsync(agent, tied);
        var runs = await fleet.SleepsAsync(agent, kept);

        await fleet.CallAsync(HttpMethod.Delete, "publishers/bakery");
        await fleet.GoneAsync(agent, baked);
        await ArchivedAsync(fleet, $"bakery/{baked}");

        await fleet.UnsubscribeAsync(agent, "florist");
        await fleet.GoneAsync(agent, tied);
        await fleet.BesidesAsync(agent, "shop");
        await fleet.UntouchedAsync(agent, kept, runs);
    }

    [Fact]
    public async Task It_goes_also_when_the_agent_was_down_or_restarted_meanwhile_and_is_tried_until_nothing_is_left()
    {
        var (down, busy) = (SharedEngine.NewProject("down"), SharedEngine.NewProject("busy"));
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        string[] flags = ["--subscribe", "shop", "--ladder.base", "1s", "--ladder.block-at", "1000", "--breaker.failures", "1000"];
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, flags);
        foreach (var stack in (string[])[down, busy])
        {
            await PublishAsync(fleet, $"shop/{stack}");
            await fleet.TieAsync("edge-1", $"shop/{stack}");
        }

        foreach (var stack in (string[])[down, busy])
            await fleet.SleepsAsync(agent, stack);

        // A stranger holds on to its network: the removal fails, again and again.
        var stranger = await shared.Engine.DockerAsync("run", "-d", "--network", $"{busy}_default", "plumb/web:1", "sleep", "600");
        await fleet.UntieAsync("edge-1", $"shop/{busy}");
        await fleet.StackAsync($"shop/{busy}", view => view["failures"]!.AsArray().Any(failure => (string?)failure!["action"] == "down"), "failed to go");
        Assert.Contains($"{busy}_default", await NetworksAsync(shared.Engine), StringComparison.Ordinal);

        await agent.Process!.KillAsync();
        await fleet.UntieAsync("edge-1", $"shop/{down}");
        await fleet.StartAsync(agent, flags);
        await fleet.GoneAsync(agent, down);

        await shared.Engine.DockerAsync("rm", "-f", stranger);
        await fleet.GoneAsync(agent, busy);
        await Wait.UntilAsync(
            async () => await NetworksAsync(shared.Engine) is var left && !left.Contains($"{busy}_default", StringComparison.Ordinal) && !left.Contains($"{down}_default", StringComparison.Ordinal),
            FleetScene.Patience,
            () => $"the networks gone. The agent's log:\n{agent.Process!.Log}");
    }

    private static Task<string> NetworksAsync(RealEngine engine) => engine.DockerAsync("network", "ls", "--format", "{{.Name}}");

    private static async Task LabelAsync(FleetScene fleet, string stack)
    {
        await fleet.LabelAsync("agents/edge-1", stack);
        await fleet.LabelAsync($"stacks/shop/{stack}", stack);
    }

    private static async Task AnnotateAsync(FleetScene fleet, string stack)
    {
        await fleet.AnnotateAsync("agents/edge-1", stack, "yes");
        await fleet.AnnotateAsync($"stacks/shop/{stack}", stack, "yes");
    }

    private static async Task PublishAsync(FleetScene fleet, string stack, bool remove = true)
    {
        await fleet.MakeAsync(stack, remove);
        await fleet.PublishAsync(stack, FleetMoves.Sleeper(600));
    }

    private static async Task ArchivedAsync(FleetScene fleet, string stack)
    {
        using var http = new HttpClient { BaseAddress = fleet.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(Path.Combine(fleet.Data, "admin.key"))).Trim());
        await Wait.UntilAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri($"api/v1/stacks/{stack}", UriKind.Relative));
                return answer.StatusCode == HttpStatusCode.NotFound;
            },
            FleetScene.Patience,
            () => $"{stack} archived. The server's log:\n{fleet.Server.Log}");
    }

    private sealed record Way(Func<string, Task> Tie, Func<string, Task> Untie)
    {
        public string Stack { get; } = SharedEngine.NewProject("leaves");
    }
}
