using System.Diagnostics;

namespace Plumb.SideBySide;

/// <summary>From nothing to all running: Plumb started on a repository, and Compose alone, one stack after another.</summary>
internal static class Cold
{
    private const int Rounds = 3;

    public static async Task MeasureAsync(int stacks)
    {
        List<double> ours = [];
        List<double> theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            await using var bed = await Bed.MakeAsync(stacks);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < stacks; i++)
                await bed.ComposeAsync(Bed.NameOf(i), "up", "-d");
            theirs.Add(watch.Elapsed.TotalSeconds);
            for (var i = 0; i < stacks; i++)
                await bed.ComposeAsync(Bed.NameOf(i), "down");

            watch.Restart();
            bed.StartPlumb("30s");
            await bed.UntilSyncedAsync(stacks);
            ours.Add(watch.Elapsed.TotalSeconds);
        }

        Console.WriteLine($"""
            ## Cold apply of {stacks} stacks, median of {Rounds} ({Proc.Load()})

            | Plumb, process start to all synced | `docker compose up -d`, one after another | ratio | bar |
            |---|---|---|---|
            | {Proc.Median(ours):0.00} s | {Proc.Median(theirs):0.00} s | {Proc.Median(ours) / Proc.Median(theirs):0.00} | 1.10 |

            """);
    }
}
