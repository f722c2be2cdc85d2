using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Plumb.TestKit;

namespace Plumb.SideBySide;

/// <summary>A commit that changes one stack, announced by a webhook, until the container that it wants runs; and <c>docker compose up -d</c> of the same change by hand, in turn.</summary>
internal static class Push
{
    private const int Rounds = 20;
    private const string Secret = "side-by-side";
    private const string Stranger = "stranger";

    public static async Task MeasureAsync(int stacks)
    {
        await using var bed = await Bed.MakeAsync(stacks);
        using var host = new GitHttpServer(Path.GetDirectoryName(bed.Repository.Path)!);
        var address = $"{host.Address}/{Path.GetFileName(bed.Repository.Path)}/.git";
        Environment.SetEnvironmentVariable("WEBHOOK_SECRET", Secret);
        bed.StartPlumb("30s", repository: address, more: ["--poll", "1h"]);
        await bed.UntilSyncedAsync(stacks);
        await bed.ComposeAsync(Stranger, "up", "-d");

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{bed.Port}") };
        List<double> announced = [];
        List<double> published = [];
        List<double> byHand = [];
        for (var round = 0; round < Rounds; round++)
        {
            var stack = Bed.NameOf(round % stacks);
            var revision = await bed.Repository.CommitAsync($"round {round}", ($"{stack}/compose.yaml", Changed(stack, round)));
            var before = (await bed.RunningAsync(stack))[0]!["Id"]!.GetValue<string>();
            var at = DateTimeOffset.UtcNow;
            await AnnounceAsync(http, address, revision);
            var applied = await UntilAnewAsync(bed, stack, before);
            announced.Add((applied - at).TotalSeconds);
            published.Add((applied - bed.SaidAt("source.published")!.Value).TotalSeconds);
            await bed.UntilSyncedAsync(stacks);

            before = (await bed.RunningAsync(Stranger))[0]!["Id"]!.GetValue<string>();
            bed.Rewrite(Stranger, Changed(Stranger, round));
            var watch = Stopwatch.StartNew();
            await bed.ComposeAsync(Stranger, "up", "-d");
            await UntilAnewAsync(bed, Stranger, before);
            byHand.Add(watch.Elapsed.TotalSeconds);
        }

        Console.WriteLine($"""
            ## A commit that changes one of {stacks} stacks, {Rounds} rounds ({Proc.Load()})

            | | median | p95 | bar, p95 |
            |---|---|---|---|
            | webhook to the new container running | {Proc.Median(announced):0.000} s | {Proc.Percentile(announced, 95):0.000} s | {Proc.Percentile(byHand, 95) + 2:0.000} s: the apply + 2 s |
            | published to the new container running | {Proc.Median(published):0.000} s | {Proc.Percentile(published, 95):0.000} s | |
            | the apply alone: `docker compose up -d` of such a change | {Proc.Median(byHand):0.000} s | {Proc.Percentile(byHand, 95):0.000} s | |

            """);
    }

    private static string Changed(string stack, int round) => Bed.Model(stack) + $"    environment: {{ ROUND: \"{round}\" }}\n";

    // As GitHub does it.
    private static async Task AnnounceAsync(HttpClient http, string address, string revision)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"ref":"refs/heads/main","after":"{{{revision}}}","repository":{"clone_url":"{{{address}}}","default_branch":"main"}}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhook") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", revision);
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)));
        using var answer = await http.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        if (!said.Contains("accepted", StringComparison.Ordinal))
            throw new InvalidOperationException($"the webhook was answered with {(int)answer.StatusCode} {said}");
    }

    private static async Task<DateTimeOffset> UntilAnewAsync(Bed bed, string stack, string before)
    {
        while (await bed.RunningAsync(stack) is not [{ } container] || container["Id"]!.GetValue<string>() == before)
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        return DateTimeOffset.UtcNow;
    }
}
