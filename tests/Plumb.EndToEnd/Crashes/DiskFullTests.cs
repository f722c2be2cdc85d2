using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>No space is left, and then there is some again.</summary>
public sealed class DiskFullTests
{
    private const string Model = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
            volumes: ["./page.txt:/srv/page.txt:ro"]
        """;

    [Fact]
    public async Task For_state_it_says_so_and_converges_when_there_is_space_again()
    {
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        const string stack = "statefull";
        await using var scene = await Scene.CreateAsync(engine, ($"{stack}/compose.yaml", Model), ($"{stack}/page.txt", "first\n"));
        using var disk = await SmallDisk.MountAsync(Path.Combine(scene.Data, "state"), "24m");
        await scene.StartAsync();
        await scene.SyncedAsync(stack);

        disk.Fill();
        await engine.DockerAsync("rm", "-f", $"{stack}-web-1");
        await scene.CommitAsync("second", ($"{stack}/page.txt", "second\n"));
        await Wait.UntilAsync(() => SaysThatTheDiskIsFull(scene.Plumb.Log), Scene.Patience, () => $"a word about the disk in the log:\n{scene.Plumb.Log}");
        disk.Free();
        if (scene.Plumb.Ended)
            await scene.StartAsync();

        await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        Assert.Equal("running", Assert.Single(await scene.ContainersAsync(stack)).State);
        Assert.Equal("second", await engine.DockerAsync("exec", $"{stack}-web-1", "cat", "/srv/page.txt"));
    }

    [Fact]
    public async Task For_work_what_runs_keeps_its_content_and_the_rest_follows_when_there_is_space_again()
    {
        const string stack = "workfull";
        using var data = new TempDir();
        using var disk = await SmallDisk.MountAsync(data.At("work"), "4m");
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        await using var scene = await Scene.CreateAsync(engine, ($"{stack}/compose.yaml", Model), ($"{stack}/page.txt", "first\n"));
        await scene.StartAsync(["--data", data.Path]);
        await scene.SyncedAsync(stack);
        var before = Assert.Single(await scene.ContainersAsync(stack));

        disk.Fill();
        await scene.CommitAsync("second", ($"{stack}/page.txt", new string('x', 100_000) + "second\n"));
        var failed = await scene.StackAsync(stack, view => view.Failures.Count > 0, "failed to write its content");

        Assert.True(SaysThatTheDiskIsFull(failed.Failures[0].Error), failed.Failures[0].Error);
        Assert.Equal((before.Id, before.StartedAt), Assert.Single((await scene.ContainersAsync(stack)).Select(container => (container.Id, container.StartedAt))));
        Assert.Equal("first", await engine.DockerAsync("exec", before.Id, "cat", "/srv/page.txt"));

        disk.Free();
        await scene.MustAsync("sync", stack);
        await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        Assert.EndsWith("second", await engine.DockerAsync("exec", $"{stack}-web-1", "cat", "/srv/page.txt"), StringComparison.Ordinal);
    }

    private static bool SaysThatTheDiskIsFull(string text) =>
        text.Contains("no space", StringComparison.OrdinalIgnoreCase) || text.Contains("disk is full", StringComparison.OrdinalIgnoreCase) || text.Contains("disk I/O", StringComparison.OrdinalIgnoreCase)
        || text.Contains("not enough space", StringComparison.OrdinalIgnoreCase);
}
