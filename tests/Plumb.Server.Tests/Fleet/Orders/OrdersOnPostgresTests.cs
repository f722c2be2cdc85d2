using Plumb.TestKit;

namespace Plumb.Server.Tests.Fleet.Orders;

/// <summary>
/// The orders on PostgreSQL, where each step costs five times the processor that it costs on SQLite. What the two differ in is how a statement is
/// written and when another session sees what it did, not what is made of facts: so here every way of tying goes through all legal orders of its
/// first seven steps, and through a sample of all nine and of the longer ones that is the same each time.
/// <c>PLUMB_TEST_STORE=postgres dotnet test tests/Plumb.Server.Tests --filter Orders</c> goes through all of them.
/// </summary>
public sealed class OrdersOnPostgresTests : AllOrders
{
    private const string NeitherAgainNorReport = "SPAUTNL";
    private const int Sample = 24;
    private const int LongSample = 40;

    [Theory]
    [InlineData("target", 162)]
    [InlineData("label", 162)]
    [InlineData("annotation", 162)]
    [InlineData("selector", 210)]
    public async Task The_target_state_is_the_same_function_of_the_facts_after_every_prefix(string by, int count)
    {
        var way = Way.All[by];
        var small = way.Orders(NeitherAgainNorReport).ToList();
        Assert.Equal(count, small.Count);
        var all = way.Orders().ToArray();
        new Random(by.Length).Shuffle(all);
        await using var world = await StartAsync(["edge"]);
        await RunAsync(world, way, [.. small, .. all.Take(Sample)]);
    }

    [Fact]
    public async Task After_every_step_of_a_sample_of_the_seeded_orders_the_target_states_are_the_function_of_the_facts()
    {
        await using var world = await StartAsync(LongOrdersTests.Agents);
        await LongOrdersTests.RunAsync(world, LongSample);
    }

    private static async Task<FleetWorld> StartAsync(IReadOnlyList<string> agents) =>
        await FleetWorld.StartAsync(["shop"], agents, await (await SharedPostgres.GetAsync()).NewStoreAsync());
}
