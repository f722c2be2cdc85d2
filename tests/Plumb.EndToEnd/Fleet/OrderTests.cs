using Plumb.TestKit;

namespace Plumb.EndToEnd.Fleet;

/// <summary>Whatever came first: the same facts end with the same containers on the agent's engine.</summary>
public sealed class OrderTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task By_each_way_of_tying_it_runs_whichever_came_last_the_content_the_agents_side_or_the_stacks()
    {
        await using var fleet = await FleetScene.StartAsync();
        await fleet.PublisherAsync("shop");
        var agent = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        var orders = Orders(fleet);
        foreach (var order in orders)
        {
            await fleet.MakeAsync($"shop/{order.Stack}");
            foreach (var move in order.Moves[..^1])
                await move(order.Stack);
        }

        // The last stack of all runs: the agent knows of all that came before.
        await fleet.BesidesAsync(agent, "shop");
        foreach (var order in orders)
            Assert.Empty(await fleet.RunsAsync(agent, order.Stack, _ => true, ""));
        foreach (var order in orders)
            await order.Moves[^1](order.Stack);

        foreach (var order in orders)
            await fleet.SleepsAsync(agent, order.Stack);
    }

    [Fact]
    public async Task Ten_telling_orders_with_agents_and_control_plane_that_come_go_and_come_back()
    {
        string[] words = ["before", "configured", "consent", "again", "reported", "restarted", "away", "plane", "empty", "moved"];
        var name = words.ToDictionary(word => word, word => SharedEngine.NewProject(word), StringComparer.Ordinal);
        using var other = new RealEngine();
        await other.InitializeAsync();
        await using var fleet = await FleetScene.StartAsync();
        string Of(string word) => $"{(word == "consent" ? "bakery" : "shop")}/{name[word]}";
        await fleet.PublisherAsync("shop");
        await fleet.PublisherAsync("bakery");
        foreach (var word in words.Except(["away"], StringComparer.Ordinal))
            await fleet.MakeAsync(Of(word));
        foreach (var word in words.Except(["away", "empty"], StringComparer.Ordinal))
            await fleet.PublishAsync(Of(word), FleetMoves.Sleeper(600));
        await fleet.CallAsync(HttpMethod.Put, "agents/edge-2", new System.Text.Json.Nodes.JsonObject());
        await fleet.TieAsync("edge-2", Of("before"));
        await fleet.LabelAsync($"stacks/{Of("configured")}", name["configured"]);

        // It ran these, reported on them, and lost them again; it polled with a tie that had no content, and one that it did not consent to.
        var edge = await fleet.AgentAsync("edge-1", shared.Engine, "--subscribe", "shop");
        foreach (var word in (string[])["again", "reported", "moved", "empty", "consent"])
            await fleet.TieAsync("edge-1", Of(word));
        foreach (var word in (string[])["again", "reported", "moved"])
            await fleet.SleepsAsync(edge, name[word]);
        foreach (var word in (string[])["again", "reported", "moved"])
        {
            await fleet.UntieAsync("edge-1", Of(word));
            await fleet.GoneAsync(edge, name[word]);
        }

        // The control plane starts anew; the agent is away while things happen.
        await fleet.Server.KillAsync();
        await fleet.StartServerAsync();
        await edge.Process!.KillAsync();
        await fleet.TieAsync("edge-1", Of("restarted"));
        await fleet.LabelAsync("agents/edge-1", name["away"]);
        await fleet.MakeAsync(Of("away"));
        await fleet.LabelAsync($"stacks/{Of("away")}", name["away"]);
        await fleet.PublishAsync(Of("away"), FleetMoves.Sleeper(600));
        await fleet.PublishAsync(Of("reported"), FleetMoves.Sleeper(700));
        await fleet.StartAsync(edge, "--subscribe", "shop");

        // The last fact of each.
        await fleet.TieAsync("edge-1", Of("again"));
        await fleet.TieAsync("edge-1", Of("reported"));
        await fleet.TieAsync("edge-1", Of("plane"));
        await fleet.PublishAsync(Of("empty"), FleetMoves.Sleeper(600));
        await fleet.SubscribeAsync(edge, "bakery");
        await fleet.TieAsync("edge-2", Of("moved"));
        var late = await fleet.AgentAsync("edge-2", other, "--subscribe", "shop", "--label", name["configured"]);

        foreach (var word in (string[])["consent", "again", "restarted", "away", "plane", "empty"])
            await fleet.SleepsAsync(edge, name[word]);
        await fleet.SleepsAsync(edge, name["reported"], 700);
        foreach (var word in (string[])["before", "configured", "moved"])
        {
            await fleet.SleepsAsync(late, name[word]);
            await fleet.GoneAsync(edge, name[word]);
        }
    }

    private static IReadOnlyList<Order> Orders(FleetScene fleet)
    {
        Task Publish(string stack) => fleet.PublishAsync($"shop/{stack}", FleetMoves.Sleeper(600));
        Task LabelAgent(string stack) => fleet.LabelAsync("agents/edge-1", stack);
        Task LabelStack(string stack) => fleet.LabelAsync($"stacks/shop/{stack}", stack);
        Task AnnotateAgent(string stack) => fleet.AnnotateAsync("agents/edge-1", stack, "yes");
        Task AnnotateStack(string stack) => fleet.AnnotateAsync($"stacks/shop/{stack}", stack, "yes");
        Task Select(string stack) => fleet.SelectAsync($"shop/{stack}", $"{stack},!elsewhere");
        Task Tie(string stack) => fleet.TieAsync("edge-1", $"shop/{stack}");
        return
        [
            new(Publish, LabelStack, LabelAgent), new(Publish, LabelAgent, LabelStack), new(LabelAgent, LabelStack, Publish),
            new(Publish, AnnotateStack, AnnotateAgent), new(Publish, AnnotateAgent, AnnotateStack), new(AnnotateAgent, AnnotateStack, Publish),
            new(Publish, Select, LabelAgent), new(Publish, LabelAgent, Select), new(LabelAgent, Select, Publish),
            new(Tie, Publish),
        ];
    }

    /// <summary>The moves that make one stack run, in an order.</summary>
    private sealed class Order(params Func<string, Task>[] moves)
    {
        public string Stack { get; } = SharedEngine.NewProject("order");

        public Func<string, Task>[] Moves { get; } = moves;
    }
}
