using System.Diagnostics;
using Plumb.SideBySide.Fleet;
using Plumb.TestKit;

namespace Plumb.SideBySide;

/// <summary>An agent by itself, on a real engine, with everything in sync.</summary>
internal static class FleetAgent
{
    private const string Name = "edge";

    public static async Task MeasureAsync(int stacks)
    {
        using var dir = new TempDir("plumb-bench-");
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        await using var plane = await ControlPlane.StartAsync(scale: 1);
        for (var i = 0; i < stacks; i++)
        {
            await plane.MustAsync(HttpMethod.Post, "/api/v1/stacks", new System.Text.Json.Nodes.JsonObject { ["publisher"] = "system", ["name"] = Bed.NameOf(i), ["labels"] = new System.Text.Json.Nodes.JsonArray(Name) });
            await plane.MustAsync(HttpMethod.Post, $"/api/v1/stacks/system%2F{Bed.NameOf(i)}/deployment-objects", new System.Text.Json.Nodes.JsonObject { ["text"] = Bed.Model(Bed.NameOf(i)) });
        }

        var key = (await plane.MustAsync(HttpMethod.Post, "/api/v1/keys", new System.Text.Json.Nodes.JsonObject { ["role"] = "agent", ["name"] = Name }))!["token"]!.GetValue<string>();
        using var agent = Start(plane, dir, key, engine.SocketPath, await RealCompose.PathAsync());
        try
        {
            while (await SyncedAsync(plane) < stacks)
                await Task.Delay(200);
            var synced = Proc.ResidentMiB(agent.Id);
            await Task.Delay(TimeSpan.FromSeconds(75));
            var cpu = Proc.CpuSeconds(agent.Id);
            await Task.Delay(TimeSpan.FromSeconds(30));
            cpu = (Proc.CpuSeconds(agent.Id) - cpu) / 30;
            var web = File.ReadLines($"/proc/{agent.Id}/maps").Select(line => Path.GetFileName(line.Split(' ')[^1]))
                .Where(file => file.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || file == "Plumb.Server.dll").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            Console.WriteLine($"""
                ## `plumb agent` with {stacks} stacks in sync ({Proc.Load()})

                | | | bar |
                |---|---|---|
                | resident when the last stack was synced | {synced:0.0} MiB, {synced * 1.048576:0.0} MB | |
                | resident after 105 s at rest | {Proc.ResidentMiB(agent.Id):0.0} MiB, {Proc.ResidentMiB(agent.Id) * 1.048576:0.0} MB | 60 MB |
                | the most that it ever had | {Proc.PeakMiB(agent.Id):0.0} MiB | |
                | CPU at rest | {cpu * 100:0.00} % of a core | |
                | files of a web server in it | {(web.Count == 0 ? "none" : string.Join(", ", web))} | none |

                """);
            if (Environment.GetEnvironmentVariable("BENCH_SMAPS") is { } to)
                File.WriteAllText(to, await File.ReadAllTextAsync($"/proc/{agent.Id}/smaps"));
        }
        finally
        {
            agent.Kill(entireProcessTree: true);
            await agent.WaitForExitAsync();
        }
    }

    private static Process Start(ControlPlane plane, TempDir dir, string key, string socket, string compose)
    {
        var start = new ProcessStartInfo(Repository.At("bin", "plumb"), [
            "agent", "--server", plane.Address.ToString(), "--name", Name, "--label", Name, "--data", dir.At("agent"), "--docker-host", $"unix://{socket}", "--compose-binary", compose])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PLUMB_TOKEN"] = key;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task<int> SyncedAsync(ControlPlane plane) =>
        (await plane.MustAsync(HttpMethod.Get, "/api/stacks"))!.AsArray().Count(record => record!["status"]!.GetValue<string>() == "synced");
}
