using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Sources;

/// <summary>Removal is on, and what cannot be read wholly, or was not read yet, is never taken for what is gone.</summary>
public sealed class CutShortTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task A_directory_that_cannot_be_read_removes_nothing_in_the_repository_or_in_the_local_copy()
    {
        var (one, two) = (SharedEngine.NewProject("cuta"), SharedEngine.NewProject("cutb"));
        await using var scene = await UpAsync(one, two);
        var before = await AllAsync(scene, one, two);

        // The repository itself lacks one directory of its newest commit.
        var moved = await scene.CommitAsync("halves", ($"{one}/compose.yaml", Model(700)), ($"{two}/README", "another tree\n"));
        var tree = await scene.Repo.GitAsync("rev-parse", $"{moved}:{two}");
        var file = Path.Combine(scene.Repo.Path, ".git", "objects", tree[..2], tree[2..]);
        File.Move(file, file + ".away");
        await FailedAsync(scene);
        await SweptAsync(scene);
        Assert.Equal(before, await AllAsync(scene, one, two));

        // And the local copy has lost half of what it had.
        foreach (var kept in Directory.GetFiles(Path.Combine(scene.Data, "state", "git"), "??????????????????????????????????????", SearchOption.AllDirectories).Where((_, at) => at % 2 == 0))
            File.Delete(kept);
        File.Move(file + ".away", file);
        await scene.SyncedAsync(one, moved);
        await scene.SyncedAsync(two, moved);
        Assert.Equal(before.Single(it => it.Stack == two), (await AllAsync(scene, one, two)).Single(it => it.Stack == two));
    }

    [Fact]
    public async Task Before_the_first_refresh_is_done_nothing_is_removed_also_when_all_is_acknowledged()
    {
        var (one, two) = (SharedEngine.NewProject("firsta"), SharedEngine.NewProject("firstb"));
        await using var scene = await UpAsync(one, two);
        await scene.Plumb.KillAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(scene.Data, "state"), "plumb.db*"))
            File.Delete(file);
        using var server = new GitHttpServer(scene.Repo.Path, up: false);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.Before = () => (asked.TrySetResult(), answer.Task).Task;

        // The control plane has forgotten everything; the agent goes on with what it was told. A host that hangs at the start would hold it for long.
        await scene.StartAsync(["--remove", "--repo", server.Address + "/.git"]);
        server.Start();
        await asked.Task.WaitAsync(Scene.Patience);
        await Wait.UntilAsync(() => scene.Plumb.Log.Contains("complete: False", StringComparison.Ordinal), Scene.Patience, () => $"an incomplete target state. Its log:\n{scene.Plumb.Log}");
        var lost = Assert.Single(await scene.ContainersAsync(one));
        await scene.Engine.DockerAsync("rm", "-f", lost.Id);
        await Wait.UntilAsync(async () => (await scene.ContainersAsync(one)).Any(it => it.State == "running"), Scene.Patience, () => $"healing. Its log:\n{scene.Plumb.Log}");
        var before = await AllAsync(scene, one, two);

        foreach (string[] words in (string[][])[["ack", one], ["ack", two], ["ack", "--removals"], ["sync", one]])
            await scene.CliAsync(words);
        await SweptAsync(scene);
        Assert.Equal(before, await AllAsync(scene, one, two));

        answer.SetResult();
        await scene.SyncedAsync(one);
        await scene.SyncedAsync(two);
        await SweptAsync(scene);
        Assert.Equal(before, await AllAsync(scene, one, two));
    }

    private static string Model(int seconds) => $"services: {{ web: {{ image: 'plumb/web:1', command: sleep {seconds} }} }}\n";

    private async Task<Scene> UpAsync(params string[] stacks)
    {
        var scene = await Scene.CreateAsync(shared.Engine, [.. stacks.Select(stack => ($"{stack}/compose.yaml", Model(600)))]);
        await scene.StartAsync(["--remove"]);
        foreach (var stack in stacks)
            await scene.SyncedAsync(stack);
        return scene;
    }

    private static async Task<IReadOnlyList<(string Stack, string Id, DateTimeOffset StartedAt)>> AllAsync(Scene scene, params string[] stacks)
    {
        var all = new List<(string, string, DateTimeOffset)>();
        foreach (var stack in stacks)
            all.AddRange((await scene.ContainersAsync(stack)).Select(it => (stack, it.Id, it.StartedAt)));
        return all;
    }

    private static Task FailedAsync(Scene scene) =>
        Wait.UntilAsync(() => scene.Plumb.Log.Contains("refresh.failed", StringComparison.Ordinal), Scene.Patience, () => $"a failed refresh. Its log:\n{scene.Plumb.Log}");

    /// <summary>Waits for two whole sweeps from now on.</summary>
    private static async Task SweptAsync(Scene scene)
    {
        var from = await scene.SweepsAsync();
        await Wait.UntilAsync(async () => await scene.SweepsAsync() >= from + 2, Scene.Patience, () => $"two sweeps. Its log:\n{scene.Plumb.Log}");
    }
}
