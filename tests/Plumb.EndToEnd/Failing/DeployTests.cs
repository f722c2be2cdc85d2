using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Features;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Failing;

/// <summary>A failure tells the truth, and stays alone.</summary>
public sealed class DeployTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Good = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
        """;

    private const string SecondFails = """
        services:
          one:
            image: plumb/web:1
            command: sleep 600
          two:
            image: plumb/web:1
            command: ["sh", "-c", "echo first words; echo the last words; exit 3"]
            depends_on: [one]
        """;

    [Fact]
    public async Task A_second_service_that_fails_is_told_with_exit_code_and_log_until_it_is_really_good()
    {
        var stack = SharedEngine.NewProject("second");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", SecondFails));
        await scene.StartAsync();

        var failed = await scene.StackAsync(stack, Says("two", "3", "the last words"), "failed with the service, its exit code and its last words");
        Assert.Equal("running", (await scene.ContainersAsync(stack)).Single(container => container.Service == "one").State);

        // Started again it would look well for a moment; that moment is not enough.
        for (var look = 0; look < 3; look++)
        {
            await scene.LookedAgainAsync(stack);
            Assert.NotEqual(StackStatus.Synced, (await scene.StackAsync(stack))!.Record.Status);
        }

        await scene.CommitAsync("mended", ($"{stack}/compose.yaml", SecondFails.Replace("exit 3", "sleep 600", StringComparison.Ordinal)));
        var mended = await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        Assert.Null(mended.Record.LastSyncError);
        Assert.NotNull(failed.Record.LastSyncError);
    }

    [Fact]
    public async Task One_image_that_cannot_be_pulled_does_not_stop_the_others()
    {
        var stack = SharedEngine.NewProject("pull");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Good + "\n  gone:\n    image: nobody/nothing:1\n"));

        await scene.StartAsync();

        await scene.StackAsync(stack, Says("nobody/nothing"), "failed with the image's name");
        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(stack) is [{ Service: "web", State: "running" }],
            Scene.Patience,
            () => $"web running. Plumb's log:\n{scene.Plumb.Log}");
    }

    [Fact]
    public async Task A_crash_loop_is_not_healthy()
    {
        var stack = SharedEngine.NewProject("loop");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", """
            services:
              web:
                image: plumb/web:1
                command: ["sh", "-c", "sleep 0.2; echo falling over; exit 1"]
                restart: always
            """));

        await scene.StartAsync();

        await scene.StackAsync(
            stack,
            view => view.Health is not null and not "healthy" && view.Conditions.Any(condition => condition is { Type: "Healthy", Status: "False" }),
            "not healthy");
        var waited = await scene.CliAsync("wait", "stack", stack, "--for", "healthy", "--timeout", "3s");
        Assert.Equal(1, waited.ExitCode);
    }

    [Theory]
    [InlineData("services: [not, a, map\n")]
    [InlineData("services:\n  web:\n    image: plumb/web:1\n    command: ${MISSING:?must be set}\n")]
    [InlineData("services:\n  web:\n    imagine: plumb/web:1\n")]
    public async Task A_broken_stack_beside_good_ones_fails_alone(string broken)
    {
        var (good, bad) = (SharedEngine.NewProject("good"), SharedEngine.NewProject("bad"));
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{good}/compose.yaml", Good), ($"{bad}/compose.yaml", broken));

        await scene.StartAsync();

        await scene.SyncedAsync(good);
        var failed = await scene.StackAsync(bad, view => view.Record.Status is StackStatus.Failed or StackStatus.Missing && view.Record.LastSyncError is { Length: > 0 }, "failed with an error");
        Assert.Contains("compose.yaml", failed.Record.LastSyncError! + string.Join(' ', failed.Holds.Select(hold => hold.Message)), StringComparison.Ordinal);
        await scene.CommitAsync("mended", ($"{bad}/compose.yaml", Good));
        await scene.SyncedAsync(bad);
    }

    [Fact]
    public async Task Changed_volume_options_are_held_and_the_data_is_kept()
    {
        var stack = SharedEngine.NewProject("volume");
        using var places = new TempDir();
        var (first, second) = (Directory.CreateDirectory(places.At("first")).FullName, Directory.CreateDirectory(places.At("second")).FullName);
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", WithVolume(first)));
        await shared.Engine.DockerAsync("exec", $"{stack}-web-1", "sh", "-c", "echo precious >/data/file");

        await scene.CommitAsync("elsewhere", ($"{stack}/compose.yaml", WithVolume(second)));

        var held = await scene.StackAsync(stack, view => view.Holds.Any(hold => hold.Reason == "NeedsDecision"), "held NeedsDecision");
        Assert.Contains(held.Differences, difference => difference.Kind == "volume");
        await scene.LookedAgainAsync(stack);
        Assert.Equal("precious\n", await File.ReadAllTextAsync(Path.Combine(first, "file")));
        Assert.Equal("precious", await shared.Engine.DockerAsync("exec", $"{stack}-web-1", "cat", "/data/file"));
    }

    [Fact]
    public async Task A_newer_compose_recreates_nothing()
    {
        var project = SharedEngine.NewProject("upgrade");
        string[] taken = ["f-anchors", "f-configs", "f-envfile", "f-healthy", "f-networks", "f-scale", "f-secrets", "f-volumes"];
        await using var scene = await Scene.CreateAsync(
            shared.Engine,
            [.. Samples.All.Where(file => taken.Contains(file.Path.Split('/')[0], StringComparer.Ordinal)).Select(file => ($"{project}{file.Path}", file.Content))]);
        await scene.StartAsync(["--compose-binary", await RealCompose.PathAsync(RealCompose.Older)]);
        var before = await AllSyncedAsync(scene, project, taken);

        await scene.Plumb.StopAsync();
        await scene.StartAsync(["--compose-binary", await RealCompose.PathAsync(RealCompose.Newer)]);
        await AllSyncedAsync(scene, project, taken);
        foreach (var name in taken)
            await scene.LookedAgainAsync(project + name);

        Assert.Equal(before, await AllSyncedAsync(scene, project, taken));
    }

    private static async Task<IReadOnlyList<string>> AllSyncedAsync(Scene scene, string project, IEnumerable<string> stacks)
    {
        var seen = new List<string>();
        foreach (var name in stacks)
        {
            await scene.SyncedAsync(project + name);
            seen.AddRange((await scene.ContainersAsync(project + name)).Select(container => $"{container.Name} {container.Id} {container.StartedAt:O}"));
        }

        return seen;
    }

    private static Func<StackView, bool> Says(params string[] words) => view =>
        view.Record is { Status: StackStatus.Failed, LastSyncError: { } error } && words.All(word => error.Contains(word, StringComparison.Ordinal));

    private static string WithVolume(string device) => $$"""
        services:
          web:
            image: plumb/web:1
            command: sleep 600
            volumes: ["data:/data"]
        volumes:
          data:
            driver_opts: { type: none, o: bind, device: {{device}} }
        """;
}
