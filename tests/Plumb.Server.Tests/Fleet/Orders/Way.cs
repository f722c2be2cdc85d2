namespace Plumb.Server.Tests.Fleet.Orders;

/// <summary>A way of tying an agent and a stack, in the steps of an order.</summary>
/// <param name="Count">How many legal orders of all nine steps there are.</param>
/// <param name="Needs">What tying needs: two letters each, the second needs the first.</param>
/// <param name="Tie">Ties them, or ties them again.</param>
/// <param name="Untie">Ends what tied them.</param>
internal sealed record Way(int Count, string[] Needs, Func<FleetWorld, Task> Tie, Func<FleetWorld, Task> Untie)
{
    public const string Agent = "edge";
    public const string Stack = "shop/web";

    /// <summary>Create stack, publish object, create agent, subscribe, tie, untie, tie again, poll, report.</summary>
    private const string Steps = "SPAUTNRLG";

    public static IReadOnlyDictionary<string, Way> All { get; } = new Dictionary<string, Way>(StringComparer.Ordinal)
    {
        ["target"] = new(1152, ["ST", "AT"], world => world.TieAsync(Agent, Stack), world => world.UntieAsync(Agent, Stack)),
        ["label"] = new(
            1152,
            ["ST", "AT"],
            async world =>
            {
                await world.LabelAgentAsync(Agent, "prod", on: true);
                await world.LabelStackAsync(Stack, "prod", on: true);
            },
            world => world.LabelStackAsync(Stack, "prod", on: false)),
        ["annotation"] = new(
            1152,
            ["ST", "AT"],
            async world =>
            {
                await world.AnnotateStackAsync(Stack, "region", "eu");
                await world.AnnotateAgentAsync(Agent, "region", "eu");
            },
            world => world.AnnotateAgentAsync(Agent, "region", "us")),
        ["selector"] = new(1512, ["ST"], world => world.SelectAsync(Stack, "!gpu"), world => world.SelectAsync(Stack, selector: null)),
    };

    /// <summary>All legal orders of these steps.</summary>
    public IEnumerable<string> Orders(string steps = Steps) =>
        LegalOrders.Of(steps, [.. ((string[])["SP", "AU", "TN", "NR", "AL", "LG", .. Needs]).Where(need => need.All(steps.Contains))]);

    public Task StepAsync(FleetWorld world, char step) => step switch
    {
        'S' => world.CreateStackAsync("shop", "web"),
        'P' => world.PublishAsync(Stack, content: 1),
        'A' => world.CreateAgentAsync(Agent),
        'U' => world.SubscribeAsync(Agent, "shop"),
        'T' or 'R' => Tie(world),
        'N' => Untie(world),
        'L' => world.PollAsync(Agent),
        'G' => world.ReportAsync(Agent),
        _ => throw new InvalidOperationException($"There is no step {step}."),
    };
}
