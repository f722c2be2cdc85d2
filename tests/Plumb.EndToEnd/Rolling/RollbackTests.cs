using System.Globalization;
using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Rolling;

/// <summary><c>plumb rollback</c>: the containers go back, and stay there.</summary>
public sealed class RollbackTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    [Fact]
    public async Task A_rollback_stays_over_refreshes_and_restarts_and_is_taken_back()
    {
        var stack = SharedEngine.NewProject("pin");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model(600)));
        var first = await scene.Repo.HeadAsync();
        var old = Assert.Single(await HistoryAsync(scene, stack)).Sequence;
        await scene.SyncedAsync(stack, await scene.CommitAsync("second", ($"{stack}/compose.yaml", Model(700))));

        await scene.MustAsync("rollback", stack, "--to", old.ToString(CultureInfo.InvariantCulture));
        await scene.SyncedAsync(stack, first);
        Assert.Equal(600, await SecondsAsync(scene, stack));

        var third = await scene.CommitAsync("third", ($"{stack}/compose.yaml", Model(800)));
        await Wait.UntilAsync(async () => (await HistoryAsync(scene, stack)).Count == 3, Scene.Patience, "the third commit published");
        await scene.LookedAgainAsync(stack);
        await StaysAsync(scene, stack, first);

        await scene.Plumb.KillAsync();
        await scene.StartAsync();
        await scene.LookedAgainAsync(stack);
        await StaysAsync(scene, stack, first);
        Assert.Equal([false, false, true], (await HistoryAsync(scene, stack)).Select(o => o.Pinned));
        Assert.Contains("pinned", await scene.MustAsync("history", stack), StringComparison.Ordinal);

        await scene.MustAsync("rollback", stack, "--to", "newest");
        await scene.SyncedAsync(stack, third);
        Assert.Equal(800, await SecondsAsync(scene, stack));
    }

    [Fact]
    public async Task Until_change_ends_with_the_next_commit_that_changes_the_stack()
    {
        var stack = SharedEngine.NewProject("until");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model(600)));
        var first = await scene.Repo.HeadAsync();
        var old = Assert.Single(await HistoryAsync(scene, stack)).Sequence;
        await scene.SyncedAsync(stack, await scene.CommitAsync("second", ($"{stack}/compose.yaml", Model(700))));

        await scene.MustAsync("rollback", stack, "--to", old.ToString(CultureInfo.InvariantCulture), "--until-change");
        await scene.SyncedAsync(stack, first);
        Assert.Equal(600, await SecondsAsync(scene, stack));
        await scene.SyncedAsync(stack, await scene.CommitAsync("third", ($"{stack}/compose.yaml", Model(800))));
        Assert.Equal(800, await SecondsAsync(scene, stack));
        Assert.Null((await scene.StackAsync(stack))!.Pin);
    }

    private static string Model(int seconds) => $"""
        services:
          web:
            image: plumb/web:1
            command: sleep {seconds}
        """;

    private static async Task<IReadOnlyList<DeploymentObjectView>> HistoryAsync(Scene scene, string stack) =>
        JsonSerializer.Deserialize(await scene.MustAsync("history", stack, "-o", "json"), PlumbJson.Default.PageDeploymentObjectView)!.Items;

    private static async Task StaysAsync(Scene scene, string stack, string revision)
    {
        await scene.SyncedAsync(stack, revision);
        Assert.Equal(600, await SecondsAsync(scene, stack));
    }

    private static async Task<int> SecondsAsync(Scene scene, string stack) =>
        int.Parse(Assert.Single(await scene.ContainersAsync(stack)).Inspected["Config"]!["Cmd"]!.AsArray()[^1]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
