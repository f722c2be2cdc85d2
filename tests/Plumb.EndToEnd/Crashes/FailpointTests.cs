using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

/// <summary>Plumb dies as by <c>kill -9</c> at each step boundary, is started again, and everything is as it should be.</summary>
public sealed class FailpointTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    public static TheoryData<string> All => [.. Failpointed.Enumerated.Select(failpoint => failpoint.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_failpoint_is_enumerated_once()
    {
        Assert.NotEmpty(Failpointed.Enumerated);
        Assert.Equal(
            Failpointed.Declared.Select(failpoint => failpoint.Name).Order(StringComparer.Ordinal),
            Failpointed.Enumerated.Select(failpoint => failpoint.Name).Order(StringComparer.Ordinal));
    }

    [Theory(Skip = "Not so yet seen: the scene does not reach every failpoint (build, rename, adopt, remove). Rows 6.1 to 6.3 stay pending.")]
    [MemberData(nameof(All))]
    public async Task It_converges_after_dying_there(string failpoint)
    {
        var (kept, leaving) = (SharedEngine.NewProject("kept"), SharedEngine.NewProject("leaving"));
        await using var scene = await Scene.CreateAsync(
            shared.Engine,
            ($"{kept}/compose.yaml", Model("first")), ($"{kept}/page.html", "first\n"),
            ($"{leaving}/compose.yaml", Model("first")), ($"{leaving}/page.html", "first\n"));

        await LiveUntilDeathAsync(scene, kept, leaving, failpoint);
        Assert.True(scene.Plumb.Ended, $"{failpoint} was never reached");
        await scene.NoComposeProcessAsync();
        await CommitAllAsync(scene, kept, leaving);
        await scene.StartAsync(["--remove"]);

        await scene.SyncedAsync(kept, await ChangedAtAsync(scene, kept));
        await Wait.UntilAsync(async () => (await scene.ContainersAsync(leaving)).Count == 0, Scene.Patience, () => $"{leaving} removed. Its log:\n{scene.Plumb.Log}");
        Assert.Equal(["one:running", "two:running"], (await scene.ContainersAsync(kept)).Select(container => $"{container.Service}:{container.State}"));
        Assert.Equal("second", await scene.Engine.DockerAsync("exec", $"{kept}-one-1", "cat", "/srv/page.html"));
        Assert.Empty(await scene.DiffAsync(kept));
    }

    // A whole life: two stacks come up, one changes, loses a container, the other goes from Git. It dies somewhere on the way.
    private static async Task LiveUntilDeathAsync(Scene scene, string kept, string leaving, string failpoint)
    {
        await scene.StartAsync(["--remove"], failpoint);
        if (!await IsSeenAsync(scene, async () => (await scene.ContainersAsync(kept)).Count == 2 && (await scene.ContainersAsync(leaving)).Count == 2))
            return;
        await scene.CommitAsync("second", ($"{kept}/compose.yaml", Model("second")), ($"{kept}/page.html", "second\n"));
        if (!await IsSeenAsync(scene, async () => await scene.Engine.DockerAsync("exec", $"{kept}-one-1", "cat", "/srv/page.html") == "second"))
            return;
        await scene.Engine.DockerAsync("rm", "-f", $"{kept}-two-1");
        if (!await IsSeenAsync(scene, async () => (await scene.ContainersAsync(kept)).Count == 2))
            return;
        scene.Repo.Delete(leaving);
        await scene.CommitAsync("one leaves");
        if (await IsSeenAsync(scene, async () => (await scene.ContainersAsync(leaving)).Count == 0))
            await IsSeenAsync(scene, () => Task.FromResult(false), TimeSpan.FromSeconds(10));
    }

    private static async Task CommitAllAsync(Scene scene, string kept, string leaving)
    {
        scene.Repo.Delete(leaving);
        await scene.CommitAsync("what should be in the end", ($"{kept}/compose.yaml", Model("second")), ($"{kept}/page.html", "second\n"));
    }

    private static Task<string> ChangedAtAsync(Scene scene, string stack) => scene.Repo.GitAsync("log", "-1", "--format=%H", "--", stack);

    // True when it is seen, false when Plumb died before.
    private static async Task<bool> IsSeenAsync(Scene scene, Func<Task<bool>> seen, TimeSpan? bound = null)
    {
        var isSeen = false;
        var until = DateTime.UtcNow + (bound ?? Scene.Patience);
        await Wait.UntilAsync(
            async () => scene.Plumb.Ended || (isSeen = await TryAsync(seen)) || DateTime.UtcNow > until,
            Scene.Patience + Scene.Patience,
            "a life's next step");
        return isSeen;
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> seen)
    {
        try
        {
            return await seen();
        }
        catch (InvalidOperationException notYet) when (notYet.Message.StartsWith("docker exec", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static string Model(string generation) => $$"""
        services:
          one:
            image: plumb/web:1
            command: sleep 600
            volumes: ["./page.html:/srv/page.html:ro"]
          two:
            image: plumb/web:1
            command: sleep 600
            environment: { GENERATION: {{generation}} }
        """;
}
