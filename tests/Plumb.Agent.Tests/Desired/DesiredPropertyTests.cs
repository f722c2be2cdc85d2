using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.Desired;
using Plumb.Agent.Link;
using Plumb.Agent.Rollback;
using Plumb.Agent.State;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Platform.Failpoints;
using Plumb.TestKit;
using Event = Plumb.Kernel.Loop.LoopEvent<Plumb.Compose.Model.ComposeSpec, Plumb.Compose.Model.StackSeen>;

namespace Plumb.Agent.Tests.Desired;

/// <summary>Whatever was told before, in whatever order and with restarts in between: the newest complete target state alone counts.</summary>
public sealed class DesiredPropertyTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Fact]
    public async Task What_the_loop_is_told_ends_as_the_newest_target_state_says()
    {
        for (var seed = 1; seed <= 200; seed++)
            await RunAsync(new Random(seed), seed);
    }

    private static async Task RunAsync(Random random, int seed)
    {
        using var data = new TempDir();
        var driver = new WorldDriver(new World());
        var agent = new Told(data.Path, driver);
        var target = new TargetState("e1", 0, true, [], [], []);
        var had = new HashSet<string>(StringComparer.Ordinal);
        for (var step = 0; step < 25; step++)
        {
            target = Change(target, random) with { Version = target.Version + 1 };
            var failing = random.Next(4) == 0 ? Names[random.Next(Names.Length)] : null;
            driver.NotNow = stack => stack.Name == failing ? "not now" : null;
            if (random.Next(5) == 0)
                agent = new Told(data.Path, driver);
            await agent.TakeAsync(target);
            had.UnionWith(target.Stacks.Select(s => s.Id));
        }

        driver.NotNow = static _ => null;
        target = target with { Complete = true, Version = target.Version + 1, Stacks = [.. target.Stacks.Select(s => s with { Revision = "last" })] };
        await agent.TakeAsync(target);

        Assert.True(Expected(target).SequenceEqual(agent.Desired, StringComparer.Ordinal), $"seed {seed}: {string.Join(' ', agent.Desired)}");
        Assert.True(agent.Complete, $"seed {seed}: not complete");
        var vanished = had.Except(target.Stacks.Select(s => s.Id), StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.True(vanished.SequenceEqual(agent.Departed, StringComparer.Ordinal), $"seed {seed}: departed {string.Join(' ', agent.Departed)}");
    }

    private static IEnumerable<string> Expected(TargetState target) => target.Stacks.Select(s => $"{s.Id} {s.Checksum} {s.Revision}").Order(StringComparer.Ordinal);

    private static TargetState Change(TargetState target, Random random)
    {
        var name = Names[random.Next(Names.Length)];
        var others = target.Stacks.Where(s => s.Name != name);
        return random.Next(4) switch
        {
            0 => target with { Stacks = [.. others] },
            1 => target with { Complete = !target.Complete },
            _ => target with { Stacks = [.. others, Stacks.Target(name, Stacks.Content("app" + random.Next(2)), "r" + random.Next(3))] },
        };
    }

    /// <summary>An agent's desired side, and a loop that only takes notes.</summary>
    private sealed class Told
    {
        private readonly Dictionary<ObjectId, ComposeSpec> specs = [];
        private readonly DepartedStacks departed = new();
        private readonly TargetIntake intake;
        private readonly DesiredKeeper keeper;

        public Told(string data, WorldDriver driver)
        {
            var paths = new AgentPaths(data);
            var handled = new HandledRequests(paths, NullLogger<HandledRequests>.Instance);
            var contents = new ContentCache(paths, NullLogger<ContentCache>.Instance);
            foreach (var content in (StackContent[])[Stacks.Content("app0"), Stacks.Content("app1")])
                contents.Save(content.Checksum(), content);
            intake = new TargetIntake(paths, new TargetCache(paths, NullLogger<TargetCache>.Instance), Failpoints.None, TimeProvider.System, NullLogger<TargetIntake>.Instance);
            var link = new ControlPlaneLink(new HttpClient(), "a", "t", TimeProvider.System);
            var source = new ContentSource(contents, link, new LinkRetryOptions(), Failpoints.None, TimeProvider.System, NullLogger<ContentSource>.Instance);
            keeper = new DesiredKeeper(
                new DesiredBuilder(source, driver, "test", TimeProvider.System, () => 0, NullLogger<DesiredBuilder>.Instance), intake, new ContentCache(new AgentPaths(data + "/none"), NullLogger<ContentCache>.Instance),
                new LastGoodBook(paths, new RollbackParts(static _ => null, Patience: 3, Failpoints.None, TimeProvider.System), NullLogger<LastGoodBook>.Instance), handled, new RequestBook(handled), Take, new Departures("test", departed, static _ => { }), static _ => { }, TimeProvider.System,
                NullLogger<DesiredKeeper>.Instance);
            if (intake.Cached is { } cached)
                keeper.KeepAsync(cached.Target, CancellationToken.None).GetAwaiter().GetResult();
        }

        public bool Complete { get; private set; }

        public IEnumerable<string> Desired => specs.Values.Select(s => $"{s.Id} {s.Target.Checksum} {s.Target.Revision}").Order(StringComparer.Ordinal);

        public IEnumerable<string> Departed => departed.Current.Keys.Select(id => id.Value).Order(StringComparer.Ordinal);

        public Task TakeAsync(TargetState target) => keeper.KeepAsync(intake.Accept(new CachedTarget(null, target)), CancellationToken.None);

        private void Take(Event happened)
        {
            switch (happened)
            {
                case Event.SpecSet set:
                    specs[set.Spec.Id] = set.Spec;
                    break;
                case Event.SpecRemoved removed:
                    specs.Remove(removed.Id);
                    break;
                case Event.DesiredCompleteness completeness:
                    Complete = completeness.Complete;
                    break;
                default:
                    break;
            }
        }
    }
}
