using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Simulation.Toy;

namespace Plumb.Simulation.Counts;

/// <summary>The circuit breaker to the count, with many courses of chance.</summary>
public sealed class BreakerTests
{
    private const int Objects = 30;

    [Fact]
    public void Ten_failed_steps_open_it_and_trials_come_after_60_s_doubling_to_15_min()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var bench = Opened(seed);
            Assert.Equal(10, bench.Executed.Count);
            Assert.Equal(BreakerPosition.Closed, Positions(bench)[^2]);
            Assert.Equal(["breaker:toys"], bench.Alerts.Where(it => it.Key.StartsWith("breaker", StringComparison.Ordinal)).Select(it => it.Key));
            bench.Pass(TimeSpan.FromSeconds(30));
            Assert.Contains(HoldReason.BreakerOpen, bench.Status(bench.Ids[^1]).Holds.Select(it => it.Reason));

            foreach (var coolDown in (int[])[60, 120, 240, 480, 900, 900])
            {
                var breaker = bench.Breaker!;
                Assert.Equal((BreakerPosition.Open, TimeSpan.FromSeconds(coolDown)), (breaker.Position, breaker.CoolDown));
                Assert.Equal(breaker.Since + breaker.CoolDown, breaker.TryAt);
                var (before, opened) = (bench.Executed.Count, OpenedAt(bench));
                bench.PassUntil(() => bench.Executed.Count > before && bench.Breaker!.Position == BreakerPosition.Open, TimeSpan.FromMinutes(40));
                Assert.Equal(before + 1, bench.Executed.Count);
                Assert.True(bench.Executed[^1].At - opened >= TimeSpan.FromSeconds(coolDown), $"seed {seed}: tried too early");
            }

            // It is one alert, however often it opens again.
            Assert.Single(bench.Alerts, it => it.Key == "breaker:toys");
        }
    }

    [Fact]
    public void A_trial_that_succeeds_closes_it_and_the_next_ten_failures_begin_with_60_s_again()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var bench = Opened(seed);
            bench.PassUntil(() => bench.Breaker!.CoolDown == TimeSpan.FromSeconds(120), TimeSpan.FromMinutes(10));
            bench.World.Refuse = _ => null;
            bench.PassUntil(() => bench.Breaker!.Position == BreakerPosition.Closed, TimeSpan.FromMinutes(20));
            bench.PassUntil(() => bench.Ids.All(id => bench.World.Wrong(id, null) is not null), TimeSpan.FromMinutes(40));
            Assert.False(bench.Alerts.Last(it => it.Key == "breaker:toys").Firing);

            bench.World.Refuse = _ => "no space left";
            bench.WantAll(version: 2);
            bench.PassUntil(() => bench.Breaker!.Position == BreakerPosition.Open, TimeSpan.FromMinutes(5));
            Assert.Equal(TimeSpan.FromSeconds(60), bench.Breaker!.CoolDown);
        }
    }

    [Fact]
    public void A_person_resets_it_and_all_goes_on_at_once()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var bench = Opened(seed);
            bench.World.Refuse = _ => null;
            var before = bench.Executed.Count;

            bench.Post(new LoopEvent<ToySpec, ToySeen>.BreakerSet(ToyStep.Toys, Open: false, By: "ann"));
            bench.PassUntil(() => bench.Executed.Count >= before + 10, TimeSpan.FromMinutes(3));

            Assert.Equal(BreakerPosition.Closed, bench.Breaker!.Position);
            Assert.False(bench.Alerts.Last(it => it.Key == "breaker:toys").Firing);
        }
    }

    private static Bench Opened(int seed)
    {
        var bench = new Bench(seed, Objects);
        bench.World.Refuse = _ => "no space left";
        bench.Start().PassUntil(() => bench.Breaker is { Position: BreakerPosition.Open }, TimeSpan.FromMinutes(5));
        return bench;
    }

    private static List<BreakerPosition> Positions(Bench bench) =>
        [.. bench.All.Select(it => it.What).OfType<LoopCommand<ToySpec>.RememberWorld>().Select(it => it.Memory.Position)];

    private static TimeSpan OpenedAt(Bench bench) =>
        bench.All.Last(it => it.What is LoopCommand<ToySpec>.RememberWorld { Memory.Position: BreakerPosition.Open }).At;
}
