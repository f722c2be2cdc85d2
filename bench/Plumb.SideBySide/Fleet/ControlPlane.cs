using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Plumb.TestKit;

namespace Plumb.SideBySide.Fleet;

/// <summary><c>plumb server</c> in a process of its own, with a fleet in its store.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly TempDir dir = new("plumb-bench-");
    private Process? process;

    private ControlPlane()
    {
    }

    public int Port { get; } = Bed.FreePort();

    public Process Process => process ?? throw new InvalidOperationException("The control plane was not started.");

    public SeededFleet Fleet { get; private set; } = null!;

    public HttpClient Admin { get; private set; } = null!;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>With so many agents, and as many stacks: ten agents share ten stacks by a label. None of the agents was ever answered.</summary>
    public static async Task<ControlPlane> StartAsync(int scale)
    {
        var plane = new ControlPlane();
        await plane.StartAsync();
        plane.Admin = new HttpClient { BaseAddress = plane.Address };
        plane.Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await plane.AdminKeyAsync());
        await plane.MustAsync(HttpMethod.Post, "/api/v1/stacks", new JsonObject { ["publisher"] = "system", ["name"] = "seed" });
        await plane.MustAsync(HttpMethod.Post, "/api/v1/stacks/system%2Fseed/deployment-objects", new JsonObject { ["text"] = Model("seed") });
        await plane.StopAsync();
        plane.Fleet = SeededFleet.Write(plane.dir.At("data", "state", "plumb.db"), scale);
        await plane.StartAsync();
        return plane;
    }

    public static string Model(string mark) => $"services:\n  app:\n    image: busybox:latest\n    command: [sleep, infinity]\n    environment: {{ MARK: \"{mark}\" }}\n";

    /// <summary>Until it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Repository.At("bin", "plumb"), ["server", "--data", dir.At("data"), "--listen", $"127.0.0.1:{Port}"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        process = Process.Start(start)!;
        var log = dir.At("server.log");
        process.ErrorDataReceived += (_, line) => File.AppendAllText(log, line.Data + "\n");
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var http = new HttpClient();
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/readyz"));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (!process.HasExited && patience.Elapsed < TimeSpan.FromMinutes(2))
            {
                // Not listening yet.
                await Task.Yield();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    public async Task StopAsync()
    {
        await Command.MustAsync("kill", ["-TERM", $"{Process.Id}"]);
        await Process.WaitForExitAsync();
    }

    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    /// <summary>As a person does it.</summary>
    public async Task<JsonNode?> MustAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text.Length > 0 ? JsonNode.Parse(text) : null
            : throw new InvalidOperationException($"{method} {path} was answered with {(int)answer.StatusCode} {text}");
    }

    /// <returns>The sequence of the new deployment object.</returns>
    public async Task<long> PublishAsync(string stack, string mark) =>
        (await MustAsync(HttpMethod.Post, $"/api/v1/stacks/{Uri.EscapeDataString(stack)}/deployment-objects", new JsonObject { ["text"] = Model(mark) }))!["sequence"]!.GetValue<long>();

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        if (process is { HasExited: false })
            await KillAsync();
        dir.Dispose();
    }

    private async Task<string> AdminKeyAsync() => (await File.ReadAllTextAsync(dir.At("data", "admin.key"))).Trim();
}
