namespace Plumb.Server.Tests.Fleet.Orders;

/// <summary>Seeded longer orders of everything that makes facts, with several stacks, agents and publishers; every agent's target state is looked at after every step.</summary>
public sealed class LongOrdersTests
{
    private const int Orders = 2000;
    private const int Steps = 12;

    private static readonly string[] Stacks = ["shop/web", "shop/db", "system/log"];
    internal static readonly string[] Agents = ["edge", "core"];
    private static readonly string[] Labels = ["prod", "gpu", "Prod"];
    private static readonly string[] Zones = ["a", "b", "A"];

    [Fact]
    public async Task After_every_step_of_2000_seeded_orders_the_target_states_are_the_function_of_the_facts()
    {
        await using var world = await FleetWorld.StartAsync(["shop"], Agents);
        await RunAsync(world, Orders);
    }

    internal static async Task RunAsync(FleetWorld world, int orders)
    {
        for (var seed = 0; seed < orders; seed++)
        {
            var chance = new Random(seed);
            var path = new List<string>();
            for (var step = 0; step < Steps; step++)
            {
                try
                {
                    var agent = Agents[chance.Next(Agents.Length)];
                    path.Add(await StepAsync(world, chance, Stacks[chance.Next(Stacks.Length)], agent));
                    await world.CheckAsync(agent);
                }
                catch (Xunit.Sdk.XunitException e)
                {
                    Assert.Fail($"Seed {seed}, after {string.Join(", ", path)}: {e.Message}");
                }
            }

            foreach (var agent in Agents)
            {
                await world.CheckAsync(agent);
            }

            await world.ClearAsync();
        }
    }

    private static async Task<string> StepAsync(FleetWorld world, Random chance, string stack, string agent)
    {
        if (!world.Model.Stacks.ContainsKey(stack))
        {
            await world.CreateStackAsync(stack.Split('/')[0], stack.Split('/')[1]);
            return $"create {stack}";
        }

        if (!world.Model.Agents.TryGetValue(agent, out var known))
        {
            await world.CreateAgentAsync(agent);
            return $"create {agent}";
        }

        var (label, on) = (Labels[chance.Next(Labels.Length)], chance.Next(3) > 0);
        switch (chance.Next(12))
        {
            case 0 or 1:
                var content = chance.Next(3);
                await world.PublishAsync(stack, content);
                return $"publish {content} of {stack}";
            case 2 when known.Subscriptions.Contains("shop"):
                await world.UnsubscribeAsync(agent, "shop");
                return $"{agent} unsubscribes";
            case 2 or 3:
                await world.SubscribeAsync(agent, "shop");
                return $"{agent} subscribes";
            case 4:
                await (on ? world.TieAsync(agent, stack) : world.UntieAsync(agent, stack));
                return $"{(on ? "tie" : "untie")} {agent} {stack}";
            case 5:
                await world.LabelAgentAsync(agent, label, on);
                return $"{(on ? "label" : "unlabel")} {agent} {label}";
            case 6:
                await world.LabelStackAsync(stack, label, on);
                return $"{(on ? "label" : "unlabel")} {stack} {label}";
            case 7:
                var agentZone = on ? Zones[chance.Next(Zones.Length)] : null;
                await world.AnnotateAgentAsync(agent, "zone", agentZone);
                return $"{agent} zone {agentZone}";
            case 8:
                var stackZone = on ? Zones[chance.Next(Zones.Length)] : null;
                await world.AnnotateStackAsync(stack, "zone", stackZone);
                return $"{stack} zone {stackZone}";
            case 9:
                var selector = on ? FleetModel.Selectors[chance.Next(FleetModel.Selectors.Count)] : null;
                await world.SelectAsync(stack, selector);
                return $"{stack} selects {selector}";
            case 10 when known.HasCome:
                await world.PollAsync(agent);
                await world.ReportAsync(agent);
                return $"{agent} polls and reports";
            case 10 or 11:
                await world.OpenAsync(agent);
                await world.PollAsync(agent);
                return $"{agent} starts and polls";
            default:
                throw new InvalidOperationException("No such step.");
        }
    }
}
