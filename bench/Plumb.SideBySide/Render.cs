using System.Diagnostics;

namespace Plumb.SideBySide;

/// <summary>From a repository to all stacks rendered, and the plugin's own <c>config</c> of each, two at a time.</summary>
internal static class Render
{
    private const int Rounds = 3;

    public static async Task MeasureAsync(int stacks)
    {
        await using var bed = await Bed.MakeAsync(stacks);
        List<double> found = [];
        List<double> ours = [];
        List<double> theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            var data = $"data{round}";
            bed.StartPlumb("30s", data, blind: true);
            while (bed.RenderedIn(data) < stacks)
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            var rendered = DateTimeOffset.UtcNow;
            await bed.StopPlumbAsync();
            found.Add((bed.SaidAt("source.published") - bed.SaidAt("server.started"))!.Value.TotalSeconds);
            ours.Add((rendered - bed.SaidAt("target.accepted"))!.Value.TotalSeconds);

            var watch = Stopwatch.StartNew();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, stacks),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                async (i, _) => await bed.ComposeAsync(Bed.NameOf(i), "config", "--format", "json"));
            theirs.Add(watch.Elapsed.TotalSeconds);
        }

        Console.WriteLine($"""
            ## Discover and render {stacks} stacks, median of {Rounds} ({Proc.Load()})

            | found, checksummed and published | rendered by Plumb | `docker compose config` a stack, {Environment.ProcessorCount} at a time | ratio |
            |---|---|---|---|
            | {Proc.Median(found):0.00} s | {Proc.Median(ours):0.00} s | {Proc.Median(theirs):0.00} s | {Proc.Median(ours) / Proc.Median(theirs):0.00} |
            | bar 1 s | | | bar 1.10 |

            """);
    }
}
