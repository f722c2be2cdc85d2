using System.Diagnostics;

namespace Plumb.SideBySide;

/// <summary>From <c>docker rm -f</c> to running: Plumb, and <c>docker compose up -d</c> of that stack by hand, in turn.</summary>
internal static class Heal
{
    private const int Rounds = 15;
    private const string Stranger = "stranger";

    public static async Task MeasureAsync(int stacks)
    {
        await using var bed = await Bed.MakeAsync(stacks);
        bed.StartPlumb("30s");
        await bed.UntilSyncedAsync(stacks);

        // A project that Plumb knows nothing of, on the same engine: the two take turns.
        await bed.ComposeAsync(Stranger, "up", "-d");
        List<double> healed = [];
        List<double> byHand = [];
        for (var i = 0; i < Rounds; i++)
        {
            await RemoveAsync(bed, Bed.NameOf(i % stacks));
            var watch = Stopwatch.StartNew();
            await UntilRunningAsync(bed, Bed.NameOf(i % stacks));
            healed.Add(watch.Elapsed.TotalSeconds);
            await bed.UntilSyncedAsync(stacks);

            await RemoveAsync(bed, Stranger);
            watch.Restart();
            await bed.ComposeAsync(Stranger, "up", "-d");
            await UntilRunningAsync(bed, Stranger);
            byHand.Add(watch.Elapsed.TotalSeconds);
        }

        var (ours, theirs) = (Proc.Median(healed), Proc.Median(byHand));
        Console.WriteLine($"""
            ## Heal one of {stacks} stacks: `docker rm -f` to running, median of {Rounds} ({Proc.Load()})

            | Plumb | `docker compose up -d` | ratio | bar: 1.3 x + 0.2 s |
            |---|---|---|---|
            | {ours:0.000} s | {theirs:0.000} s | {ours / theirs:0.00} | {(1.3 * theirs) + 0.2:0.000} s |

            """);
    }

    private static async Task RemoveAsync(Bed bed, string stack)
    {
        var id = (await bed.RunningAsync(stack))[0]!["Id"]!.GetValue<string>();
        await bed.Engine.Api.DeleteAsync($"containers/{id}?force=1");
    }

    private static async Task UntilRunningAsync(Bed bed, string stack)
    {
        while ((await bed.RunningAsync(stack)).Count == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5));
    }
}
