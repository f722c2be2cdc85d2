using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.TaskList;

/// <summary>The names that other tools' users have in their environment files, by what they do to a world.</summary>
public sealed class EnvironmentTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = "services: { web: { image: plumb/web:1, command: sleep 600 } }\n";

    [Fact]
    public async Task Reconciling_drift_policy_and_removal_are_as_the_environment_says()
    {
        var (stays, leaves) = (SharedEngine.NewProject("stays"), SharedEngine.NewProject("leaves"));
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stays}/compose.yaml", Model), ($"{leaves}/compose.yaml", Model));

        await StartAsync(scene, ("RECONCILE_ENABLED", "false"));
        await scene.StackAsync(stays, stack => stack.Holds.Any(hold => hold.Reason == "Suspended"), "held, for reconciling is off");
        Assert.Empty(await scene.ContainersAsync(stays));

        await StartAsync(scene, ("RECONCILE_ENABLED", "true"));
        await scene.SyncedAsync(stays);
        await scene.SyncedAsync(leaves);

        await StartAsync(scene, ("DRIFT_POLICY", "flag"));
        var container = Assert.Single(await scene.ContainersAsync(stays));
        await scene.Engine.DockerAsync("rm", "-f", container.Id);
        await scene.AwaitsAsync(stays, "scale");
        Assert.Empty(await scene.ContainersAsync(stays));

        await StartAsync(scene, ("DRIFT_POLICY", "revert"), ("RECONCILE_REMOVE_ENABLED", "false"));
        await scene.SyncedAsync(stays);
        scene.Repo.Delete(leaves);
        await scene.CommitAsync("it leaves");
        await scene.RecordAsync(leaves, record => record.Orphaned, "orphaned");
        Assert.Single(await scene.ContainersAsync(leaves));

        await scene.CommitAsync("it is back", ($"{leaves}/compose.yaml", Model));
        await StartAsync(scene, ("RECONCILE_REMOVE_ENABLED", "true"));
        await scene.RecordAsync(leaves, record => !record.Orphaned, "back");
        await scene.SyncedAsync(leaves);
        scene.Repo.Delete(leaves);
        await scene.CommitAsync("it leaves again");
        await scene.GoneAsync(leaves);
        Assert.Single(await scene.ContainersAsync(stays));
    }

    private static Task StartAsync(Scene scene, params (string Name, string? Value)[] entries) =>
        scene.StartAsync(environment: entries.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal));
}
