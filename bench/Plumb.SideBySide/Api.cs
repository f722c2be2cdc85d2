using System.Collections.Concurrent;
using System.Diagnostics;

namespace Plumb.SideBySide;

/// <summary>The list of all stacks, and the news of a change to a client that listens.</summary>
internal static class Api
{
    private const int Rounds = 200;
    private const int Live = 10;
    private const int Deaths = 30;

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

        await bed.StopPlumbAsync();
        var news = await NewsAsync();
        Console.WriteLine($"""
            ## {stacks} stacks over the API, {Rounds} times; the events of {Live} stacks, {Deaths} times ({Proc.Load()})

            | | median | p99 | bar |
            |---|---|---|---|
            | `GET /api/stacks`, {bytes:N0} bytes, each after a change | {Proc.Median(lists):0.0} ms | {Proc.Percentile(lists, 99):0.0} ms | 20 ms |
            | first event, from the engine's own about a container's death | {Proc.Median(news):0.0} ms | {Proc.Percentile(news, 99):0.0} ms | 100 ms |

            """);
    }

    /// <summary>From the moment at which the engine tells that a container died to the first event about its stack.</summary>
    private static async Task<List<double>> NewsAsync()
    {
        await using var bed = await Bed.MakeAsync(Live);
        bed.StartPlumb("30s");
        await bed.UntilSyncedAsync(Live);
        using var http = bed.Admin();
        using var stream = new StreamReader(await http.GetStreamAsync(new Uri("/api/events", UriKind.Relative)));
        var heard = new ConcurrentQueue<(long At, string Data)>();
        var listening = ListenAsync(stream, heard);
        List<double> news = [];
        for (var i = 0; i < Deaths; i++)
        {
            var stack = Bed.NameOf(i % Live);
            var container = (await bed.RunningAsync(stack))[0]!["Id"]!.GetValue<string>();
            var (at, now) = (Stopwatch.GetTimestamp(), DateTimeOffset.UtcNow);
            await bed.Engine.DockerAsync("kill", container);
            (long At, string Data) first;
            while ((first = heard.FirstOrDefault(it => it.At > at && it.Data.Contains($"\"path\":\"{stack}\"", StringComparison.Ordinal))).Data is null)
            {
                if (listening.IsCompleted || Stopwatch.GetElapsedTime(at) > TimeSpan.FromSeconds(30))
                    throw new InvalidOperationException($"no event about {stack}");
                await Task.Delay(1);
            }

            news.Add((now + Stopwatch.GetElapsedTime(at, first.At) - await DeathAsync(bed, container, now)).TotalMilliseconds);
            await bed.UntilSyncedAsync(Live);
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }

        return news;
    }

    /// <summary>When the engine told of it.</summary>
    private static async Task<DateTimeOffset> DeathAsync(Bed bed, string container, DateTimeOffset since)
    {
        var filters = Uri.EscapeDataString($$"""{"container":["{{container}}"],"event":["die"]}""");
        var told = await bed.Engine.Api.GetAsync($"events?since={since.ToUnixTimeSeconds()}&until={DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1}&filters={filters}");
        return DateTimeOffset.UnixEpoch.AddTicks(told!["timeNano"]!.GetValue<long>() / 100);
    }

    private static async Task ToggleAsync(HttpClient http, int round)
    {
        using var answer = await http.PostAsync(new Uri($"/api/v1/stacks/{Bed.NameOf(round / 2)}/{(round % 2 == 0 ? "suspend" : "resume")}", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task ListenAsync(StreamReader stream, ConcurrentQueue<(long At, string Data)> heard)
    {
        var isUpsert = false;
        while (await stream.ReadLineAsync() is { } line)
        {
            if (isUpsert && line.StartsWith("data:", StringComparison.Ordinal))
                heard.Enqueue((Stopwatch.GetTimestamp(), line));
            isUpsert = line.StartsWith("event:", StringComparison.Ordinal) ? line == "event: stack.upsert" : isUpsert;
        }
    }
}
