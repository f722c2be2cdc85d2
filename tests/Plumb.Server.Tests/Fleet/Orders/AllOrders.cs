namespace Plumb.Server.Tests.Fleet.Orders;

/// <summary>
/// All legal orders of {create stack, publish object, create agent, subscribe, tie, untie, tie again, agent polls, agent reports} for one way of tying.
/// After every prefix the target state that is served is what the model makes of the facts so far.
/// </summary>
/// <remarks>
/// A prefix that begins several orders is looked at once, in the first of them: in the others nothing asks between its steps, so that the same facts
/// are also reached with nothing polled before.
/// </remarks>
public abstract class AllOrders
{
    private const string Stack = "shop/web";
    private const string Agent = "edge";

    private protected async Task RunAsync(int count, IReadOnlyList<string> needs, Func<FleetWorld, Task> tie, Func<FleetWorld, Task> untie)
    {
        await using var world = await FleetWorld.StartAsync(["shop"], [Agent]);
        var orders = LegalOrders.Of("SPAUTNRLG", ["SP", "AU", "TN", "NR", "AL", "LG", .. needs]).ToList();
        Assert.Equal(count, orders.Count);
        var looked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in orders)
        {
            for (var at = 0; at < order.Length; at++)
            {
                var prefix = order[..(at + 1)];
                try
                {
                    await StepAsync(world, order[at], tie, untie);
                    if (looked.Add(prefix) || prefix.Length == order.Length)
                    {
                        await world.CheckAsync(Agent);
                    }
                }
                catch (Xunit.Sdk.XunitException e)
                {
                    Assert.Fail($"After {prefix} of {order}: {e.Message}");
                }
            }

            await world.ClearAsync();
        }
    }

    private static Task StepAsync(FleetWorld world, char step, Func<FleetWorld, Task> tie, Func<FleetWorld, Task> untie) => step switch
    {
        'S' => world.CreateStackAsync("shop", "web"),
        'P' => world.PublishAsync(Stack, content: 1),
        'A' => world.CreateAgentAsync(Agent),
        'U' => world.SubscribeAsync(Agent, "shop"),
        'T' or 'R' => tie(world),
        'N' => untie(world),
        'L' => world.PollAsync(Agent),
        'G' => world.ReportAsync(Agent),
        _ => throw new InvalidOperationException($"There is no step {step}."),
    };
}

public sealed class AllOrdersByTargetTests : AllOrders
{
    [Fact]
    public Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix() =>
        RunAsync(1152, ["ST", "AT"], world => world.TieAsync("edge", "shop/web"), world => world.UntieAsync("edge", "shop/web"));
}

public sealed class AllOrdersByLabelTests : AllOrders
{
    [Fact]
    public Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix() => RunAsync(
        1152,
        ["ST", "AT"],
        async world =>
        {
            await world.LabelAgentAsync("edge", "prod", on: true);
            await world.LabelStackAsync("shop/web", "prod", on: true);
        },
        world => world.LabelStackAsync("shop/web", "prod", on: false));
}

public sealed class AllOrdersByAnnotationTests : AllOrders
{
    [Fact]
    public Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix() => RunAsync(
        1152,
        ["ST", "AT"],
        async world =>
        {
            await world.AnnotateStackAsync("shop/web", "region", "eu");
            await world.AnnotateAgentAsync("edge", "region", "eu");
        },
        world => world.AnnotateAgentAsync("edge", "region", "us"));
}

public sealed class AllOrdersBySelectorTests : AllOrders
{
    [Fact]
    public Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix() => RunAsync(
        1512, ["ST"], world => world.SelectAsync("shop/web", "!gpu"), world => world.SelectAsync("shop/web", selector: null));
}
