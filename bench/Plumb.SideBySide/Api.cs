using System.Diagnostics;

namespace Plumb.SideBySide;

/// <summary>The list of all stacks, and the news of a change to a client that listens.</summary>
internal static class Api
{
    private const int Rounds = 200;

    public static async Task MeasureAsync(int stacks)
    {
        await using var bed = await Bed.MakeAsync(stacks);
        bed.StartPlumb("30s", blind: true);
        while ((await bed.RecordsAsync()).Count < stacks || bed.RenderedIn("data") < stacks)
            await Task.Delay(TimeSpan.FromMilliseconds(100));

        using var http = bed.Admin();
        List<double> lists = [];
        var bytes = 0;
        for (var i = 0; i < Rounds; i++)
        {
            // A change in between, so that no list is one that was kept.
            await ToggleAsync(http, i);
            var watch = Stopwatch.StartNew();
            bytes = (await http.GetByteArrayAsync(new Uri("/api/stacks", UriKind.Relative))).Length;
            lists.Add(watch.Elapsed.TotalMilliseconds);
        }

        using var stream = new StreamReader(await http.GetStreamAsync(new Uri("/api/events", UriKind.Relative)));
        await UntilAsync(stream, "event: stack.snapshot");
        List<double> news = [];
        for (var i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            var heard = UntilAsync(stream, "event: stack.upsert");
            await ToggleAsync(http, i);
            await heard;
            news.Add(watch.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine($"""
            ## {stacks} stacks over the API, {Rounds} times each ({Proc.Load()})

            | | median | p99 | bar |
            |---|---|---|---|
            | `GET /api/stacks`, {bytes:N0} bytes, each after a change | {Proc.Median(lists):0.0} ms | {Proc.Percentile(lists, 99):0.0} ms | 20 ms |
            | first event after a change, from asking for it | {Proc.Median(news):0.0} ms | {Proc.Percentile(news, 99):0.0} ms | 100 ms |

            """);
    }

    private static async Task ToggleAsync(HttpClient http, int round)
    {
        using var answer = await http.PostAsync(new Uri($"/api/v1/stacks/{Bed.NameOf(round / 2)}/{(round % 2 == 0 ? "suspend" : "resume")}", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task UntilAsync(StreamReader stream, string line)
    {
        while (await stream.ReadLineAsync() is { } read && read != line)
            continue;
    }
}
