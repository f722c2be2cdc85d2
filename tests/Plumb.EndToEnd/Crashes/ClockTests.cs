using System.Runtime.InteropServices;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>The wall clock moves under the running process (libfaketime moves it), forth and back by an hour.</summary>
public sealed class ClockTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Theory]
    [InlineData("+1h")]
    [InlineData("-1h")]
    public async Task Moved_by_an_hour_it_goes_on_healing_and_keeps_its_peace(string by)
    {
        var stack = SharedEngine.NewProject("clock");
        using var directory = new TempDir();
        var clock = directory.Write("clock", "+0\n");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", """
            services:
              web:
                image: plumb/web:1
                command: sleep 600
            """));
        await scene.StartAsync(environment: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["LD_PRELOAD"] = Library(),
            ["FAKETIME_TIMESTAMP_FILE"] = clock,
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        });
        await scene.SyncedAsync(stack);
        var decisions = (await scene.DecisionsAsync()).Count;

        await File.WriteAllTextAsync(clock, by + "\n");
        await Wait.UntilAsync(async () => Math.Abs((await LookedAtAsync(scene, stack) - DateTimeOffset.UtcNow).TotalMinutes) > 50, Scene.Patience, "a look by the moved clock");
        Assert.Equal(decisions, (await scene.DecisionsAsync()).Count);
        await scene.Engine.DockerAsync("rm", "-f", $"{stack}-web-1");
        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(stack) is [{ State: "running" }],
            Scene.Patience,
            () => $"web again. Plumb's log:\n{scene.Plumb.Log}");

        await File.WriteAllTextAsync(clock, "+0\n");
        await scene.Engine.DockerAsync("rm", "-f", $"{stack}-web-1");
        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(stack) is [{ State: "running" }],
            Scene.Patience,
            () => $"web again, by the right clock. Plumb's log:\n{scene.Plumb.Log}");
        await scene.SyncedAsync(stack);
        Assert.Empty(await scene.AlertsAsync());
    }

    private static async Task<DateTimeOffset> LookedAtAsync(Scene scene, string stack)
    {
        await scene.LookedAgainAsync(stack);
        return (await scene.StackAsync(stack))!.LookedAt ?? DateTimeOffset.UtcNow;
    }

    private static string Library()
    {
        var triplet = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        var path = $"/usr/lib/{triplet}/faketime/libfaketimeMT.so.1";
        return File.Exists(path) ? path : throw new InvalidOperationException($"No {path}: eng/machine/ensure-test-tools.sh installs it (package faketime).");
    }
}
