using System.Diagnostics;

namespace Plumb.SideBySide;

/// <summary>From nothing to all running: a commit to the repository of a Plumb that runs, Plumb itself started on it, and Compose alone, one stack after another.</summary>
internal static class Cold
{
    private const int Rounds = 5;

    public static async Task MeasureAsync(int stacks)
    {
        List<double> ours = [];
        List<double> started = [];
        List<double> theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            await using var bed = await Bed.MakeAsync(stacks);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < stacks; i++)
                await bed.ComposeAsync(Bed.NameOf(i), "up", "-d");
            theirs.Add(watch.Elapsed.TotalSeconds);
            await DownAsync(bed, stacks);

            watch.Restart();
            bed.StartPlumb("30s");
            await bed.UntilSyncedAsync(stacks);
            started.Add(watch.Elapsed.TotalSeconds);
            await bed.StopPlumbAsync();
            await DownAsync(bed, stacks);

            // A commit of all but one to a Plumb that has the one.
            await bed.Repository.CommitAsync("one more", (Bed.NameOf(stacks) + "/compose.yaml", Bed.Model(Bed.NameOf(stacks))));
            await bed.Repository.GitAsync("tag", "all");
            await bed.Repository.GitAsync(["rm", "-r", "-q", .. Enumerable.Range(0, stacks).Select(Bed.NameOf)]);
            await bed.Repository.CommitAsync("only one");
            bed.StartPlumb("30s", "another", more: ["--poll", "1h"]);
            await bed.UntilSyncedAsync(1);
            await bed.Repository.GitAsync("checkout", "-q", "all", "--", ".");
            await bed.Repository.CommitAsync("all");
            using var http = bed.Admin("another");
            watch.Restart();
            using var asked = await http.PostAsync(new Uri("/api/refresh", UriKind.Relative), content: null);
            asked.EnsureSuccessStatusCode();
            await bed.UntilSyncedAsync(stacks + 1);
            ours.Add(watch.Elapsed.TotalSeconds);
        }

        Console.Error.WriteLine($"compose {string.Join(" ", theirs.Select(t => $"{t:0.00}"))}; commit {string.Join(" ", ours.Select(t => $"{t:0.00}"))}; start {string.Join(" ", started.Select(t => $"{t:0.00}"))}");
        Console.WriteLine($"""
            ## Cold apply of {stacks} stacks, median of {Rounds} ({Proc.Load()})

            | | time | ratio | bar |
            |---|---|---|---|
            | `docker compose up -d`, one after another | {Proc.Median(theirs):0.00} s | | |
            | a Plumb that runs, from `POST /api/refresh` after the commit to all synced | {Proc.Median(ours):0.00} s | {Proc.Median(ours) / Proc.Median(theirs):0.00} | 1.10 |
            | Plumb, from the start of its process to all synced | {Proc.Median(started):0.00} s | {Proc.Median(started) / Proc.Median(theirs):0.00} | |

            """);
    }

    private static async Task DownAsync(Bed bed, int stacks)
    {
        for (var i = 0; i < stacks; i++)
            await bed.ComposeAsync(Bed.NameOf(i), "down");
    }
}
