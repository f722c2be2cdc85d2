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
    private protected static async Task RunAsync(Way way)
    {
        await using var world = await FleetWorld.StartAsync(["shop"], [Way.Agent]);
        var orders = way.Orders().ToList();
        Assert.Equal(way.Count, orders.Count);
        await RunAsync(world, way, orders);
    }

    private protected static async Task RunAsync(FleetWorld world, Way way, IEnumerable<string> orders)
    {
        var looked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in orders)
        {
            for (var at = 0; at < order.Length; at++)
            {
                var prefix = order[..(at + 1)];
                try
                {
                    await way.StepAsync(world, order[at]);
                    if (looked.Add(prefix) || prefix.Length == order.Length)
                    {
                        await world.CheckAsync(Way.Agent);
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
}

public sealed class AllOrdersByTargetTests : AllOrders
{
    [Fact]
    public Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix() => RunAsync(Way.All["target"]);
}

public sealed class AllOrdersByLabelTests : AllOrders
{
    [Fact]
    public Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix() => RunAsync(Way.All["label"]);
}

public sealed class AllOrdersByAnnotationTests : AllOrders
{
    [Fact]
    public Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix() => RunAsync(Way.All["annotation"]);
}

public sealed class AllOrdersBySelectorTests : AllOrders
{
    [Fact]
    public Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix() => RunAsync(Way.All["selector"]);
}
