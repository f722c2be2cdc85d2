using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Simulation.Toy;

namespace Plumb.Simulation.Counts;

/// <summary>The escalation ladder, rung by rung, with fifty courses of chance.</summary>
public sealed class LadderTests
{
    [Fact]
    public void Each_rung_of_the_ladder_does_what_it_says_and_says_it_once()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var bench = new Bench(seed, objects: 1);
            var id = bench.Ids[0];
            bench.World.Refuse = _ => "no space left";
            bench.Start().Pass(TimeSpan.FromHours(3));

            Assert.Equal(5, bench.Executed.Count);
            var rungs = bench.Reports.SelectMany(it => it.Failures).DistinctBy(it => it.Count).ToList();
            Assert.Equal([1, 2, 3, 4, 5], rungs.Select(it => it.Count));

            // 1: the next sweep tries again.
            Assert.Null(rungs[0].NextTryAt);
            var tries = bench.Executed.Select(it => it.At).ToList();
            var failedAt = rungs[0].LastAt - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            Assert.Single(bench.All, it => it.What is LoopCommand<ToySpec>.LookAtAll && it.At > failedAt && it.At <= tries[1]);

            // 2 and on: full jitter, bounds of 30 s, 60 s, 120 s; not before, and at once then.
            foreach (var rung in rungs.Skip(1).Take(3))
            {
                var wait = rung.NextTryAt!.Value - rung.LastAt;
                Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30 * (1 << (rung.Count - 2))));
                var waited = tries[rung.Count] - tries[rung.Count - 1];
                Assert.True(waited >= wait, $"seed {seed}: tried after {waited}, not {wait}");
            }

            // 3: one alert; 5: one more, and Blocked. Nothing else is told.
            Assert.Equal([($"failing:{id}:make", "error"), ($"blocked:{id}", "critical")], bench.Alerts.Select(it => (it.Key, it.Severity)));
            Assert.Equal([2, 4], bench.Alerts.Select(alert => FailuresBefore(bench, alert.Key)));
            Assert.Equal([HoldReason.Blocked], bench.Status(id).Holds.Select(it => it.Reason));
        }
    }

    [Fact]
    public void Blocked_it_stays_until_a_person_unblocks_it_or_another_state_is_desired()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var bench = new Bench(seed, objects: 1);
            var id = bench.Ids[0];
            bench.World.Refuse = _ => "no space left";
            bench.Start().Pass(TimeSpan.FromHours(3));
            bench.World.Refuse = _ => null;

            for (var i = 0; i < 10; i++)
            {
                bench.Post(new LoopEvent<ToySpec, ToySeen>.Hinted(id));
                bench.Post(new LoopEvent<ToySpec, ToySeen>.Asked(id, Ask.Sync));
                bench.Pass(TimeSpan.FromMinutes(10));
            }

            Assert.Equal(5, bench.Executed.Count);
            if (seed % 2 == 0)
                bench.Post(new LoopEvent<ToySpec, ToySeen>.Asked(id, Ask.Unblock));
            else
                bench.WantAll(version: 2);
            bench.Pass(TimeSpan.FromMinutes(2));

            Assert.Equal(6, bench.Executed.Count);
            Assert.Empty(bench.Status(id).Holds);
            Assert.Empty(bench.Status(id).Failures);
            Assert.Equal(2, bench.Alerts.Count(it => !it.Firing));
        }
    }

    /// <summary>Reported failures when the alert was told, whose own failure is reported after it.</summary>
    private static int FailuresBefore(Bench bench, string alert) => bench.All
        .TakeWhile(it => it.What is not LoopCommand<ToySpec>.Tell { Alert: var told } || told.Key != alert)
        .Select(it => it.What).OfType<LoopCommand<ToySpec>.Report>().SelectMany(it => it.Status.Failures).Select(it => it.Count).DefaultIfEmpty().Max();
}
