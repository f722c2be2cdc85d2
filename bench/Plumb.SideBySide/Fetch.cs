using System.Diagnostics;
using System.Security.Cryptography;
using Plumb.TestKit;

namespace Plumb.SideBySide;

/// <summary>What a commit of one line costs on the line when the repository holds a gigabyte.</summary>
internal static class Fetch
{
    private const int Files = 256;
    private const int FileBytes = 4 << 20;

    public static async Task MeasureAsync()
    {
        await using var bed = await Bed.MakeAsync(1);
        // Random bytes: a host that looked for likenesses among them would be silent for minutes.
        await bed.Repository.GitAsync("config", "core.compression", "0");
        await bed.Repository.GitAsync("config", "core.bigFileThreshold", "1m");
        for (var i = 0; i < Files; i++)
            await File.WriteAllBytesAsync(Path.Combine(bed.Repository.Path, $"large-{i:000}"), RandomNumberGenerator.GetBytes(FileBytes));
        await bed.Repository.CommitAsync("a gigabyte");
        using var host = new GitHttpServer(Path.GetDirectoryName(bed.Repository.Path)!);
        var watch = Stopwatch.StartNew();
        bed.StartPlumb("30s", blind: true, repository: $"{host.Address}/{Path.GetFileName(bed.Repository.Path)}/.git", more: ["--poll", "1s"]);
        await PublishedAsync(bed, 0);
        var (first, firstTook) = (host.Sent, watch.Elapsed.TotalSeconds);

        await QuietAsync(host);
        var (polls, before) = (host.Seen.Count, host.Sent);
        await Task.Delay(TimeSpan.FromSeconds(10));
        var perPoll = (host.Sent - before) / (double)(host.Seen.Count - polls);

        before = host.Sent;
        await bed.Repository.CommitAsync("one line", ("s000/compose.yaml", Bed.Model("s000") + "# one line\n"));
        watch.Restart();
        await PublishedAsync(bed, 1);
        Console.WriteLine($"""
            ## A repository of {Files * (FileBytes >> 20)} MiB over HTTP ({Proc.Load()})

            | | bytes of answers | time |
            |---|---|---|
            | the first fetch | {first:N0} | {firstTook:0.0} s |
            | a poll with nothing new, each request | {perPoll:N0} | |
            | a commit of one line | {host.Sent - before:N0} | {watch.Elapsed.TotalSeconds:0.0} s |

            """);
    }

    private static Task PublishedAsync(Bed bed, int before) => Wait.UntilAsync(
        async () => (await bed.RecordsAsync()).Count == 1 && bed.TimesSaid("source.published") > before, TimeSpan.FromMinutes(10), "the source published");

    private static async Task QuietAsync(GitHttpServer host)
    {
        for (var sent = -1L; sent != host.Sent && host.Sent > 0;)
        {
            sent = host.Sent;
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }
}
