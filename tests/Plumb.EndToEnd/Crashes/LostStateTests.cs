using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Crashes;

public sealed class LostStateTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
        """;

    [Fact]
    public async Task With_the_state_directory_deleted_all_metadata_is_shown_again_and_nothing_is_touched()
    {
        var stack = SharedEngine.NewProject("lost");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        await scene.SyncedAsync(stack, await scene.CommitAsync("with a message", ($"{stack}/compose.yaml", Model.Replace("600", "700", StringComparison.Ordinal))));
        var before = (await scene.StackAsync(stack))!.Record;
        var containers = await scene.ContainersAsync(stack);

        await scene.Plumb.KillAsync();
        Directory.Delete(Path.Combine(scene.Data, "state"), recursive: true);
        await scene.StartAsync();
        var synced = await scene.SyncedAsync(stack);

        Assert.Equal(
            (before.SyncedRevision, before.SyncedCommitMessage, before.SyncedComposeHash, before.ComposeHash),
            (synced.Record.SyncedRevision, synced.Record.SyncedCommitMessage, synced.Record.SyncedComposeHash, synced.Record.ComposeHash));
        Assert.Equal("with a message", synced.Record.SyncedCommitMessage);
        await scene.LookedAgainAsync(stack);
        Assert.Equal(containers.Select(container => (container.Id, container.StartedAt)), (await scene.ContainersAsync(stack)).Select(container => (container.Id, container.StartedAt)));
    }

    [Fact]
    public async Task A_plain_restart_touches_nothing_and_keeps_the_record()
    {
        var stack = SharedEngine.NewProject("again");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        var containers = await scene.ContainersAsync(stack);
        var decisions = (await scene.DecisionsAsync()).Select(decision => decision.Id).ToList();

        await scene.Plumb.StopAsync();
        await scene.StartAsync();
        await scene.SyncedAsync(stack);
        await scene.LookedAgainAsync(stack);

        Assert.Equal(0, scene.LastExitCode);
        Assert.Equal(containers.Select(container => (container.Id, container.StartedAt)), (await scene.ContainersAsync(stack)).Select(container => (container.Id, container.StartedAt)));
        Assert.Equal(decisions, (await scene.DecisionsAsync()).Select(decision => decision.Id));
    }
}
