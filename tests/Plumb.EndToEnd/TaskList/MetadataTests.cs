using System.Text.Json.Nodes;
using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.TaskList;

/// <summary>What other tools' clients read of a stack, and what is logged and labelled on the way there.</summary>
public sealed class MetadataTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = "services: { web: { image: plumb/web:1, command: sleep 600 } }\n";

    [Fact]
    public async Task A_deploy_and_a_failure_show_in_the_record_on_the_labels_and_in_the_log()
    {
        var stack = SharedEngine.NewProject("told");
        await using var scene = await Scene.CreateAsync(shared.Engine);
        var first = await scene.CommitAsync("Say \"hello\" for $5\n\nand more", ($"{stack}/compose.yaml", Model));
        await scene.StartAsync();
        await scene.SyncedAsync(stack, first);

        var good = await RawAsync(scene);
        var labels = Assert.Single(await scene.ContainersAsync(stack)).Inspected["Config"]!["Labels"]!;
        Assert.Equal((stack, "compose.yaml", "synced", "synced", false), ($"{good["path"]}", $"{good["composeFile"]}", $"{good["status"]}", $"{good["lastSyncStatus"]}", good["orphaned"]!.GetValue<bool>()));
        Assert.Equal((first, $"{good["composeHash"]}"), ($"{good["syncedRevision"]}", $"{good["syncedComposeHash"]}"));
        Assert.StartsWith("Say \"hello\" for $5", $"{good["syncedCommitMessage"]}", StringComparison.Ordinal);
        Assert.Equal((1, 1), (good["containersRunning"]!.GetValue<int>(), good["containersTotal"]!.GetValue<int>()));
        Assert.NotNull(good["syncedAt"]);
        Assert.NotNull(good["lastSyncAt"]);
        Assert.Null(good["lastSyncError"]);
        Assert.Equal(("Say \"hello\" for $5", first), ($"{labels["io.plumb.commit-message"]}", $"{labels["io.plumb.revision"]}"));
        Assert.Equal((stack, $"{good["composeHash"]}"), ($"{labels["io.plumb.stack"]}", $"{labels["io.plumb.compose-hash"]}"));

        await scene.CommitAsync("An image that nobody has", ($"{stack}/compose.yaml", Model.Replace("plumb/web:1", "nobody/nothing:1", StringComparison.Ordinal)));
        await scene.StackAsync(stack, view => view.Record.Status == StackStatus.Failed && view.Record.LastSyncError is not null, "failed with an error");

        var bad = await RawAsync(scene);
        Assert.Equal(("failed", "failed", first), ($"{bad["status"]}", $"{bad["lastSyncStatus"]}", $"{bad["syncedRevision"]}"));
        Assert.Contains("nobody/nothing", $"{bad["lastSyncError"]}", StringComparison.Ordinal);
        Assert.True(DateTimeOffset.Parse($"{bad["lastSyncAt"]}") > DateTimeOffset.Parse($"{good["lastSyncAt"]}"));
        foreach (var name in (string[])["reconcile.started", "reconcile.succeeded", "reconcile.failed"])
        {
            Assert.Contains(scene.Plumb.Log.Split('\n'), line => line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal) && line.Contains($"\"object\":\"{stack}\"", StringComparison.Ordinal));
        }
    }

    private static async Task<JsonNode> RawAsync(Scene scene)
    {
        using var http = new HttpClient { BaseAddress = scene.Plumb.Address };
        return Assert.Single(JsonNode.Parse(await http.GetStringAsync(new Uri("api/stacks", UriKind.Relative)))!.AsArray())!;
    }
}
