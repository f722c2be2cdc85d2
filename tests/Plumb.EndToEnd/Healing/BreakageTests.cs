using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Healing;

/// <summary>
/// Whatever happens to a stack while it is suspended is named by <c>diff</c>; <c>resume</c> repairs it, the neighbour keeps its container,
/// and the record explains it.
/// </summary>
public sealed class BreakageTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = """
        services:
          side:
            image: plumb/web:1
            command: sleep 600
            networks: [front]
          web:
            image: plumb/web:1
            command: sleep 600
            mem_limit: 64m
            networks: [front]
            volumes: ["./page.html:/srv/page.html:ro"]
        networks:
          front: {}
        """;

    [Fact]
    public Task Removed() => IsNamedRepairedAndExplainedAsync(
        "scale",
        async (scene, web) => await scene.Engine.DockerAsync("rm", "-f", web.Id),
        (_, now) => now.State == "running");

    [Fact]
    public Task Stopped() => IsNamedRepairedAndExplainedAsync(
        "state",
        async (scene, web) => await scene.Engine.DockerAsync("stop", web.Id),
        (_, now) => now.State == "running");

    [Fact]
    public Task Paused() => IsNamedRepairedAndExplainedAsync(
        "state",
        async (scene, web) => await scene.Engine.DockerAsync("pause", web.Id),
        (_, now) => now.State == "running");

    [Fact]
    public Task Killed() => IsNamedRepairedAndExplainedAsync(
        "state",
        async (scene, web) => await scene.Engine.DockerAsync("kill", web.Id),
        (_, now) => now.State == "running");

    [Fact]
    public Task Recreated_by_hand_with_other_settings() => IsNamedRepairedAndExplainedAsync(
        "replaced",
        async (scene, web) =>
        {
            await scene.Engine.DockerAsync("rm", "-f", web.Id);
            await scene.Engine.DockerAsync(
                "run", "-d", "--name", web.Name, "--label", $"com.docker.compose.project={web.Name.Split('-')[0]}", "--label", "com.docker.compose.service=web",
                "--label", "com.docker.compose.container-number=1", "--label", "com.docker.compose.oneoff=False", "plumb/web:2", "sleep", "500");
        },
        (_, now) => now.State == "running" && now.Inspected["Config"]!["Image"]!.GetValue<string>() == "plumb/web:1");

    [Fact]
    public Task Limits_changed() => IsNamedRepairedAndExplainedAsync(
        "settings",
        async (scene, web) => await scene.Engine.DockerAsync("update", "--memory", "128m", "--memory-swap", "256m", web.Id),
        (_, now) => now.State == "running" && now.Inspected["HostConfig"]!["Memory"]!.GetValue<long>() == 64 * 1024 * 1024);

    [Fact]
    public Task Network_disconnected() => IsNamedRepairedAndExplainedAsync(
        "settings",
        async (scene, web) => await scene.Engine.DockerAsync("network", "disconnect", $"{web.Name.Split('-')[0]}_front", web.Id),
        (_, now) => now.State == "running" && now.Inspected["NetworkSettings"]!["Networks"]!.AsObject().Any(network => network.Key.EndsWith("_front", StringComparison.Ordinal)));

    [Fact]
    public Task A_tracked_file_changed_on_disk() => IsNamedRepairedAndExplainedAsync(
        "content",
        async (scene, web) => await File.WriteAllTextAsync(OnDisk(scene, web), "scribbled over"),
        (scene, now) => now.State == "running" && File.ReadAllText(OnDisk(scene, now)) == "first page\n");

    [Fact]
    public async Task A_stack_half_up()
    {
        await using var scene = await SuspendedAsync(Model);
        var (stack, before) = await scene.StackAndContainersAsync();

        await scene.Engine.DockerAsync("rm", "-f", before["web"].Id);
        await scene.Engine.DockerAsync("stop", before["side"].Id);
        var named = await scene.DiffAsync(stack);
        await scene.MustAsync("resume", stack);

        Assert.Contains(named, difference => difference is { Kind: "scale", Service: "web" });
        Assert.Contains(named, difference => difference is { Kind: "state", Service: "side" });
        await scene.SyncedAsync(stack);
        Assert.Equal(["running", "running"], (await scene.ContainersAsync(stack)).Select(container => container.State));
    }

    [Fact]
    public async Task A_service_added_by_hand_is_foreign_and_left_alone()
    {
        await using var scene = await SuspendedAsync(Model);
        var (stack, _) = await scene.StackAndContainersAsync();

        var foreign = await scene.Engine.DockerAsync(
            "run", "-d", "--label", $"com.docker.compose.project={stack}", "--label", "com.docker.compose.service=extra", "plumb/web:2", "sleep", "600");
        var named = await scene.DiffAsync(stack);
        await scene.MustAsync("resume", stack);
        // Something that is ours goes, and comes back; the stranger stays as it was.
        var web = (await scene.ContainersAsync(stack)).Single(container => container.Service == "web");
        await scene.Engine.DockerAsync("rm", "-f", web.Id);

        Assert.Contains(named, difference => difference is { Kind: "foreign", Service: "extra" });
        await Wait.UntilAsync(
            async () => (await scene.ContainersAsync(stack)).Any(container => container is { Service: "web", State: "running" } && container.Id != web.Id),
            Scene.Patience,
            () => $"web again. Plumb's log:\n{scene.Plumb.Log}");
        Assert.Equal("running", (await scene.ContainersAsync(stack)).Single(container => container.Id == foreign).State);
    }

    private static string OnDisk(Scene scene, Seen web) => web.Inspected["Mounts"]![0]!["Source"]!.GetValue<string>() is { } source && source.StartsWith(scene.Data, StringComparison.Ordinal)
        ? source
        : throw new InvalidOperationException("The page is not mounted from the data directory.");

    private async Task IsNamedRepairedAndExplainedAsync(string kind, Func<Scene, Seen, Task> breakIt, Func<Scene, Seen, bool> isMended)
    {
        await using var scene = await SuspendedAsync(Model);
        var (stack, before) = await scene.StackAndContainersAsync();

        await breakIt(scene, before["web"]);
        var named = await scene.DiffAsync(stack);
        await scene.MustAsync("resume", stack);

        Assert.Contains(named, difference => difference.Kind == kind && difference.Service is "web" or null);
        await Wait.UntilAsync(
            async () => (await scene.ContainersAsync(stack)).Where(container => container.Service == "web").ToList() is [var only] && isMended(scene, only),
            Scene.Patience,
            () => $"web mended. Plumb's log:\n{scene.Plumb.Log}");
        await scene.SyncedAsync(stack);
        await Wait.UntilAsync(
            async () => (await scene.DecisionsAsync()).Any(decision =>
                decision.Stack == stack && decision.Outcome == "succeeded" && decision.Differences.Any(difference => difference.Kind == kind)),
            Scene.Patience,
            $"a decision about {kind}");
        Assert.Contains(kind, await scene.MustAsync("explain", "stack", stack), StringComparison.Ordinal);
        var side = (await scene.ContainersAsync(stack)).Single(container => container.Service == "side");
        Assert.Equal((before["side"].Id, before["side"].StartedAt), (side.Id, side.StartedAt));
    }

    private async Task<Scene> SuspendedAsync(string model)
    {
        var stack = SharedEngine.NewProject("break");
        var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", model), ($"{stack}/page.html", "first page\n"));
        await scene.MustAsync("suspend", stack);
        await scene.StackAsync(stack, view => view.Suspended, "suspended");
        return scene;
    }
}
