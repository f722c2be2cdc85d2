using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Server.Fleet;

namespace Plumb.Server.Tests.Fleet.Changes;

/// <summary>Facts are kept up by what each change says that it changed. They must always be what a look at everything finds.</summary>
public sealed class ChangedFactsTests
{
    private const int Steps = 250;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Facts_kept_up_by_changes_are_those_of_a_full_look_after_every_step(int seed)
    {
        var memory = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/plumb-changes-{Guid.NewGuid():N}").FullName : null;
        await using (var server = await RunningServer.StartAsync(memory))
        {
            var fleet = new RandomFleet(server, new Random(seed));
            var done = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var step = 0; step < Steps; step++)
            {
                var before = await fleet.Facts.GetAsync(CancellationToken.None);
                var what = await fleet.StepAsync();
                var (kept, full) = (await fleet.Facts.GetAsync(CancellationToken.None), FactsReader.Read(fleet.Store));
                Assert.True(kept.Revision == full.Revision, $"step {step}, {what}: revision {kept.Revision}, not {full.Revision}");
                var (text, truth) = (FactsText.Of(kept), FactsText.Of(full));
                Assert.True(text.SequenceEqual(truth), $"step {step}, {what}:\n{string.Join('\n', text.Except(truth))}\nshould be\n{string.Join('\n', truth.Except(text))}");
                AssertToldOf(server, before, kept, $"step {step}, {what}");
                done[what.Split(' ')[0]] = done.GetValueOrDefault(what.Split(' ')[0]) + 1;
            }

            Assert.True(done.Count > 5, string.Join(' ', done));
        }

        if (memory is not null)
        {
            Directory.Delete(memory, recursive: true);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_index_leaves_nobody_out(int seed)
    {
        await using var server = await RunningServer.StartAsync();
        var fleet = new RandomFleet(server, new Random(seed));
        var pairs = 0;
        for (var step = 0; step < Steps; step++)
        {
            await fleet.StepAsync();
            var facts = await fleet.Facts.GetAsync(CancellationToken.None);
            var held = FactsText.Held(facts);
            Assert.Equal(held, facts.Agents.Values.SelectMany(agent => facts.HeldBy(agent).Select(stack => $"{agent.Id} {stack.Id}")).Order(StringComparer.Ordinal));
            Assert.Equal(held, facts.Stacks.Values.SelectMany(stack => facts.ResponsibleFor(stack).Select(agent => $"{agent.Id} {stack.Id}")).Order(StringComparer.Ordinal));
            pairs += held.Count;
        }

        Assert.True(pairs > Steps, $"{pairs} pairs");
    }

    // Whose target state is another one was told so; nobody's is served from before.
    private static void AssertToldOf(RunningServer server, FleetFacts before, FleetFacts now, string what)
    {
        var news = server.Server.Service<AgentNews>();
        foreach (var agent in now.Agents.Values.Where(agent => before.Agents.ContainsKey(agent.Id) && State(before, before.Agents[agent.Id]) != State(now, agent)))
        {
            Assert.True(news.RevisionFor(agent.Id) > before.Revision, $"{what}: {agent.Name} was not told");
        }
    }

    private static string State(FleetFacts facts, Agent agent) =>
        JsonSerializer.Serialize(TargetStateBuilder.Build(facts, agent, new Plumb.Server.Stacks.PolicyDefaults(), "epoch", 0), PlumbJson.Default.TargetState);
}
