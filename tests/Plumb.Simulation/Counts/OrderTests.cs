using Plumb.Kernel.Decisions;
using Plumb.Kernel.Loop;
using Plumb.Simulation.Toy;

namespace Plumb.Simulation.Counts;

public sealed class OrderTests
{
    [Fact]
    public void A_sync_is_served_next_while_a_thousand_sweeps_wait()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var bench = new Bench(seed, objects: 1002);
            bench.Start().PassUntil(() => bench.Ids.All(id => bench.World.Wrong(id, null) is not null), TimeSpan.FromHours(4));
            bench.Pass(TimeSpan.FromMinutes(20));
            bench.TakeAllAway();
            var before = bench.Executed.Count;
            bench.PassUntil(() => bench.Executed.Count == before + 1, TimeSpan.FromMinutes(2));
            var waiting = bench.Ids.Where(id => bench.Status(id).Activity == Activity.Queued).ToList();
            Assert.True(waiting.Count >= 1000, $"only {waiting.Count} wait");

            var asked = waiting[^1];
            bench.Post(new LoopEvent<ToySpec, ToySeen>.Asked(asked, Ask.Sync));
            bench.PassUntil(() => bench.Executed.Count >= before + 3 && bench.Decisions.Any(it => it.Cause == Cause.Operator), TimeSpan.FromMinutes(5));

            Assert.Equal(asked, bench.Executed[before + 1].Step.Id);
            var causes = bench.Decisions.Where(it => it.Started >= bench.Decisions.First(d => d.Cause == Cause.Sweep).Started).TakeLast(2).Select(it => it.Cause);
            Assert.Equal([Cause.Sweep, Cause.Operator], causes);
        }
    }
}
