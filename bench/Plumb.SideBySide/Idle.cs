using System.Diagnostics;
using Plumb.TestKit;

namespace Plumb.SideBySide;

/// <summary>What an in-sync host costs: Plumb's sweeps against one <c>compose ps</c> a stack, and the process at rest.</summary>
internal static class Idle
{
    public static async Task MeasureAsync(int stacks)
    {
        await using var bed = await Bed.MakeAsync(stacks);
        bed.StartPlumb("1s", counts: true);
        await bed.UntilSyncedAsync(stacks);
        await Task.Delay(TimeSpan.FromSeconds(15));

        var runs = bed.ComposeRuns;
        var calls = bed.Counter.Requests;
        var sweeps = await bed.MetricAsync("plumb_sweep_seconds_count");
        var seconds = await bed.MetricAsync("plumb_sweep_seconds_sum");
        var cpu = Proc.CpuSeconds(bed.Plumb.Id);
        await Task.Delay(TimeSpan.FromSeconds(60));
        var swept = await bed.MetricAsync("plumb_sweep_seconds_count") - sweeps;
        var perSweep = (Proc.CpuSeconds(bed.Plumb.Id) - cpu) / swept;
        var wall = (await bed.MetricAsync("plumb_sweep_seconds_sum") - seconds) / swept;
        var callsPerSweep = (bed.Counter.Requests - calls) / swept;
        var runsPerSweep = (bed.ComposeRuns - runs) / swept;

        var before = Proc.ChildrenCpuSeconds();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < stacks; i++)
            await Command.MustAsync(bed.Compose, ["-p", Bed.NameOf(i), "ps", "-a", "--format", "json"], environment: bed.Engine.CommandEnvironment);
        var rivalWall = watch.Elapsed.TotalSeconds;
        var rivalCpu = Proc.ChildrenCpuSeconds() - before;

        await bed.StopPlumbAsync();
        watch.Restart();
        bed.StartPlumb("30s");
        var first = await FirstSweepAsync(bed, watch);
        await Task.Delay(TimeSpan.FromSeconds(70));
        var resident = Proc.ResidentMiB(bed.Plumb.Id);

        Console.WriteLine($"""
            ## Idle, {stacks} stacks in sync ({Proc.Load()})

            | | Plumb, one sweep | `compose ps` a stack | ratio |
            |---|---|---|---|
            | CPU | {perSweep * 1000:0.0} ms | {rivalCpu * 1000:0} ms | 1 : {rivalCpu / perSweep:0} |
            | wall | {wall * 1000:0.0} ms | {rivalWall * 1000:0} ms | 1 : {rivalWall / wall:0} |
            | processes started | {runsPerSweep:0.##} | {stacks} | |
            | engine calls | {callsPerSweep:0.##} | | |

            The CPU of a sweep is all that the process used in 60 s of sweeps every second, divided by their number: polls of the control plane,
            the source and the metrics page are in it.

            | the process | |
            |---|---|
            | resident memory after 70 s at rest | {resident:0} MiB |
            | start to the end of the first look, everything cached | {first.TotalSeconds:0.00} s |

            """);
    }

    private static async Task<TimeSpan> FirstSweepAsync(Bed bed, Stopwatch watch)
    {
        while (true)
        {
            try
            {
                if (await bed.MetricAsync("plumb_sweep_seconds_count") >= 1)
                    return watch.Elapsed;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                await Task.Yield();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}
