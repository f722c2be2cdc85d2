using System.Collections.Concurrent;
using System.Text;
using Plumb.EndToEnd.Stage;
using Plumb.Server.Tests.Webhooks;
using Plumb.TestKit;

namespace Plumb.Security;

/// <summary>
/// Advisory row 18 (CVE-2023-25163, CVE-2022-29810, CVE-2024-31216): a canary in every kind of secret, failures that quote them, and then no
/// form of a canary in anything that Plumb writes, answers or starts.
/// </summary>
public sealed class SecretsInSinksTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly Dictionary<string, string> Canaries = new(StringComparer.Ordinal)
    {
        ["token in an address"] = "cAn4ry-address/+tok",
        ["token in a file"] = "cAn4ry-file-token",
        ["env_file value"] = "cAn4ry-env-password",
        ["environment value"] = "cAn4ry-inline-token",
        ["environment value of a plain name"] = "cAn4ry-plain-setting",
        ["compose secret of a file"] = "cAn4ry-secret-file",
        ["compose secret of a variable"] = "cAn4ry-secret-variable",
        ["webhook secret"] = "cAn4ry-webhook-secret",
        ["registry password"] = "cAn4ry-registry-password",
    };

    private static readonly string[] Routes =
    [
        "api/stacks", "api/stacks/containers/{0}", "api/refresh-status", "api/refresh-status?source=locked", "api/v1/stacks", "api/v1/stacks/{0}", "api/v1/stacks/{0}/diff", "api/v1/stacks/{0}/history", "api/v1/stacks/{0}/containers",
        "api/v1/stacks/{0}/explain", "api/v1/sources", "api/v1/sources/locked", "api/v1/publishers", "api/v1/agents", "api/v1/alerts", "api/v1/decisions?limit=500", "api/v1/audit", "metrics", "readyz", "version", "openapi/v1.json",
    ];

    private static string Compose => $$"""
        services:
          web:
            image: plumb/web:1
            env_file: secret.env
            environment: { API_TOKEN: "{{Canaries["environment value"]}}", SETTING: "{{Canaries["environment value of a plain name"]}}" }
            secrets: [of-file, of-variable]
            command: ["sh", "-c", "echo $$DB_PASSWORD $$API_TOKEN; cat /run/secrets/*; env; echo said-openly; exit 3"]
            restart: "no"
        secrets:
          of-file: { file: ./secret.txt }
          of-variable: { environment: SECRET_VARIABLE }
        """;

    [Fact]
    public async Task No_canary_is_in_any_sink_after_everything_has_failed()
    {
        var stack = SharedEngine.NewProject("canary");
        using var places = new TempDir();
        places.Write("docker/config.json", $$"""{ "auths": { "127.0.0.1:9": { "auth": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:" + Canaries["registry password"]))}}" } } }""");
        using var locked = await GitRepo.CreateAsync(("x/compose.yaml", "services: {}\n"));
        using var server = new GitHttpServer(locked.Path, "nobody:nothing");
        await using var scene = await Scene.CreateAsync(
            shared.Engine, ($"{stack}/compose.yaml", Compose), ($"{stack}/secret.env", $"DB_PASSWORD={Canaries["env_file value"]}\n"), ($"{stack}/secret.txt", Canaries["compose secret of a file"]),
            ($"{stack}/plumb.stack.yaml", $"variables: {{ SECRET_VARIABLE: {Canaries["compose secret of a variable"]} }}\n"),
            ($"{stack}p/compose.yaml", "services: { web: { image: '127.0.0.1:9/private/image:1' } }\n"),
            ($"{stack}b/compose.yaml", "services: { web: { image: 'plumb/web:1', ports: ['${PORT_KEY}'] } }\n"), ($"{stack}b/.env", $"PORT_KEY={Canaries["env_file value"]}\n"));
        var commands = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(() => Watch(commands, stop.Token));
        await scene.StartAsync(
            ["--git-token-file", places.Write("token", Canaries["token in a file"] + "\n"), "--log.level", "debug"],
            environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLUMB_WEBHOOK_SECRET"] = Canaries["webhook secret"], ["DOCKER_CONFIG"] = places.At("docker") });
        await scene.AddSourceAsync("locked", server.Address.Replace("//", $"//ann:{Uri.EscapeDataString(Canaries["token in an address"])}@", StringComparison.Ordinal) + "/.git");

        var failed = await scene.StackAsync(stack, s => s.Record.LastSyncError?.Contains("exit code 3", StringComparison.Ordinal) == true, "failed");
        await scene.StackAsync($"{stack}p", s => s.Record.LastSyncError?.Contains("could not be pulled", StringComparison.Ordinal) == true, "not pulled");
        await scene.StackAsync($"{stack}b", s => s.Holds.Any(h => h.Reason == "Refused"), "refused");
        using var http = new HttpClient { BaseAddress = scene.Plumb.Address };
        await Wait.UntilAsync(async () => (await http.GetStringAsync(new Uri("api/refresh-status?source=locked", UriKind.Relative))).Contains("source.credentials", StringComparison.Ordinal), Scene.Patience, "credentials refused");
        using (var forged = await (Deliverer.Of("GitHub") with { SignedWith = "wrong" }).SendAsync(http))
            Assert.False(forged.IsSuccessStatusCode);
        var key = (await File.ReadAllTextAsync(Path.Combine(scene.Data, "admin.key"))).Trim();

        var sinks = new Dictionary<string, string>(StringComparer.Ordinal) { ["log"] = scene.Plumb.Log };
        foreach (var route in Routes)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, route.Replace("{0}", stack, StringComparison.Ordinal));
            request.Headers.Authorization = new("Bearer", key);
            using var answer = await http.SendAsync(request);
            sinks[$"{(int)answer.StatusCode} {route}"] = await answer.Content.ReadAsStringAsync();
        }

        sinks["events"] = await EventsAsync(http);
        foreach (var words in new[] { new[] { "explain", "stack", stack }, ["diff", stack], ["get", "stacks", "-o", "json"], ["get", "sources", "-o", "yaml"], ["config", "show"] })
            sinks[string.Join(' ', words)] = (await scene.CliAsync(words)).ToString();
        await stop.CancelAsync();
        await watching;
        sinks["command lines"] = string.Join('\n', commands.Keys);

        Assert.Contains("git", sinks["command lines"], StringComparison.Ordinal);
        Assert.Contains("\"main\"", sinks["200 api/v1/sources"], StringComparison.Ordinal);
        Assert.Contains("***", sinks["200 api/v1/sources"], StringComparison.Ordinal);
        Assert.Contains(stack, sinks["events"], StringComparison.Ordinal);
        Assert.Contains("SETTING=***", failed.Record.LastSyncError!, StringComparison.Ordinal);
        Assert.Empty(Found(sinks, [.. Canaries.Values, key]));
        Assert.Empty(Readable(scene.Data, [.. Canaries.Values.Except([Canaries["compose secret of a file"]], StringComparer.Ordinal), key]));

        // The harmless twin: what was planted did arrive where it belongs, and what is no secret is told.
        Assert.Contains("said-openly", failed.Record.LastSyncError!, StringComparison.Ordinal);
        var container = (await scene.ContainersAsync(stack)).First(c => c.Service == "web").Inspected.ToJsonString();
        Assert.Contains(Canaries["env_file value"], container, StringComparison.Ordinal);
        Assert.Contains(Canaries["environment value"], container, StringComparison.Ordinal);
        Assert.Contains(server.Seen, seen => seen.Authorization is not null);
    }

    private static IEnumerable<string> Found(Dictionary<string, string> sinks, IReadOnlyList<string> canaries) =>
        from sink in sinks
        from canary in canaries
        from form in Forms(canary)
        where sink.Value.Contains(form, StringComparison.Ordinal)
        select $"{sink.Key}: {form}: …{sink.Value[Math.Max(0, sink.Value.IndexOf(form, StringComparison.Ordinal) - 200)..][..Math.Min(300, sink.Value.Length - Math.Max(0, sink.Value.IndexOf(form, StringComparison.Ordinal) - 200))]}…";

    private static IEnumerable<string> Forms(string canary) =>
        new[] { canary, Uri.EscapeDataString(canary), Convert.ToBase64String(Encoding.UTF8.GetBytes(canary)), Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:" + canary)), Convert.ToBase64String(Encoding.UTF8.GetBytes("x-access-token:" + canary)) }.Distinct(StringComparer.Ordinal);

    /// <summary>Files that others on the machine can reach and that hold a canary.</summary>
    private static IEnumerable<string> Readable(string directory, IReadOnlyList<string> canaries)
    {
        if ((File.GetUnixFileMode(directory) & Others) == UnixFileMode.None)
            yield break;
        foreach (var file in Directory.GetFiles(directory).Where(f => new FileInfo(f).LinkTarget is null && (File.GetUnixFileMode(f) & Others) != UnixFileMode.None))
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            if (canaries.SelectMany(Forms).Any(form => text.Contains(form, StringComparison.Ordinal)))
                yield return file;
        }

        foreach (var found in Directory.GetDirectories(directory).Where(d => new DirectoryInfo(d).LinkTarget is null).SelectMany(d => Readable(d, canaries)))
            yield return found;
    }

    private static async Task<string> EventsAsync(HttpClient http)
    {
        await using var stream = await http.GetStreamAsync(new Uri("api/events", UriKind.Relative));
        var bytes = new byte[64 * 1024];
        var read = await stream.ReadAtLeastAsync(bytes, 200, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    private static void Watch(ConcurrentDictionary<string, bool> commands, CancellationToken stop)
    {
        while (!stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(5)))
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
            {
                try
                {
                    commands.TryAdd(File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' '), true);
                }
                catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
                {
                    // It ended between the two.
                    continue;
                }
            }
        }
    }
}
