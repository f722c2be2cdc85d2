using System.Text.Json.Nodes;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Removing;

/// <summary>What went from the repository goes from the engine only where that is wanted, and never on a mistake.</summary>
public sealed class RemovalTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
            volumes: ["data:/data"]
        volumes:
          data: {}
        """;

    [Fact]
    public async Task With_removal_off_a_stack_that_went_is_orphaned_and_runs_on_until_removal_is_switched_on()
    {
        var (stays, leaves) = Names("off");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stays}/compose.yaml", Model), ($"{leaves}/compose.yaml", Model));
        var before = await scene.ContainersAsync(leaves);

        scene.Repo.Delete(leaves);
        await scene.CommitAsync("it leaves");

        await scene.RecordAsync(leaves, record => record.Orphaned, "orphaned");
        await scene.LookedAgainAsync(stays);
        Assert.Equal(before.Select(container => (container.Id, container.StartedAt)), (await scene.ContainersAsync(leaves)).Select(container => (container.Id, container.StartedAt)));

        await scene.Plumb.StopAsync();
        await scene.StartAsync(["--remove"]);
        await scene.GoneAsync(leaves);
        Assert.Single(await scene.ContainersAsync(stays));
    }

    [Fact]
    public async Task With_removal_on_it_goes_and_its_volumes_stay()
    {
        var (stays, leaves) = Names("on");
        await using var scene = await UpAsync(["--remove"], stays, leaves);

        scene.Repo.Delete(leaves);
        await scene.CommitAsync("it leaves");

        await scene.GoneAsync(leaves);
        Assert.Contains($"{leaves}_data", await scene.Engine.DockerAsync("volume", "ls", "-q"), StringComparison.Ordinal);
        Assert.Single(await scene.ContainersAsync(stays));
    }

    [Fact]
    public async Task A_renamed_directory_is_another_stack_and_the_old_one_goes()
    {
        var (stays, leaves) = Names("renamed");
        await using var scene = await UpAsync(["--remove"], stays, leaves);

        scene.Repo.Delete(leaves);
        await scene.CommitAsync("renamed", ($"{leaves}-new/compose.yaml", Model));

        await scene.GoneAsync(leaves);
        await scene.SyncedAsync($"{leaves}-new");
        Assert.Single(await scene.ContainersAsync($"{leaves}-new"));
    }

    [Fact]
    public async Task An_emptied_repository_removes_nothing()
    {
        var (one, two) = Names("emptied");
        await using var scene = await UpAsync(["--remove"], one, two);

        scene.Repo.Delete(one);
        scene.Repo.Delete(two);
        await scene.CommitAsync("nothing left", ("README", "no stacks here\n"));

        await Wait.UntilAsync(() => scene.Plumb.Log.Contains("refresh.failed", StringComparison.Ordinal), Scene.Patience, () => $"a failed refresh. Its log:\n{scene.Plumb.Log}");
        await scene.LookedAgainAsync(one);
        Assert.Single(await scene.ContainersAsync(one));
        Assert.Single(await scene.ContainersAsync(two));
    }

    [Fact]
    public async Task Four_of_five_at_once_wait_until_they_are_acknowledged()
    {
        var project = SharedEngine.NewProject("mass");
        string[] stacks = [.. Enumerable.Range(1, 5).Select(number => $"{project}-{number}")];
        await using var scene = await UpAsync(["--remove"], stacks);

        foreach (var stack in stacks[1..])
            scene.Repo.Delete(stack);
        await scene.CommitAsync("nearly all leave");

        foreach (var stack in stacks[1..])
            await scene.RecordAsync(stack, record => record.Held == "MassRemoval", "held MassRemoval");
        await scene.Plumb.StopAsync();
        await scene.StartAsync(["--remove"]);
        await scene.LookedAgainAsync(stacks[0]);
        foreach (var stack in stacks)
            Assert.Single(await scene.ContainersAsync(stack));

        var acknowledged = await scene.MustAsync("ack", "--removals");
        Assert.Equal(4, acknowledged.Trim().Split('\n').Length);
        foreach (var stack in stacks[1..])
            await scene.GoneAsync(stack);
        Assert.Single(await scene.ContainersAsync(stacks[0]));
        Assert.NotEqual(0, (await scene.CliAsync("ack", "--removals")).ExitCode);
    }

    [Fact]
    public async Task A_removal_is_told_as_deleting_then_missing_then_deleted()
    {
        var (stays, leaves) = Names("told");
        await using var scene = await UpAsync(["--remove"], stays, leaves);
        using var http = await scene.AdminAsync();
        using var events = new StreamReader(await http.GetStreamAsync(new Uri("api/events", UriKind.Relative)));

        scene.Repo.Delete(leaves);
        await scene.CommitAsync("it leaves");

        var told = new List<string>();
        while (told is not [.., "stack.delete"] && await events.ReadLineAsync().WaitAsync(Scene.Patience) is { } line)
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal) || JsonNode.Parse(line[5..]) is not JsonObject data)
                continue;
            if ((string?)data["path"] == leaves && data.ContainsKey("deletedAt"))
                told.Add("stack.delete");
            else if (data["record"] is JsonObject record && (string?)record["path"] == leaves)
                told.Add((string)record["status"]!);
        }

        Assert.Equal(["deleting", "missing", "stack.delete"], told.Distinct(StringComparer.Ordinal).Except(["synced", "syncing"], StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_strangers_container_in_the_project_stays_when_the_stack_goes()
    {
        var (stays, leaves) = Names("mixed");
        await using var scene = await UpAsync(["--remove"], stays, leaves);
        var stranger = await scene.Engine.DockerAsync(
            "run", "-d", "--label", $"com.docker.compose.project={leaves}", "--label", "com.docker.compose.service=extra", "plumb/web:1", "sleep", "600");
        var another = await scene.Engine.DockerAsync(
            "run", "-d", "--label", $"com.docker.compose.project={leaves}", "--label", "com.docker.compose.service=web", "--label", "io.plumb.instance=another",
            "--label", "io.plumb.scope=source/main", "--label", $"io.plumb.stack={leaves}", "plumb/web:1", "sleep", "600");

        scene.Repo.Delete(leaves);
        await scene.CommitAsync("it leaves");

        await Wait.UntilAsync(
            async () => (await scene.ContainersAsync(leaves)).Select(container => container.Id).Order(StringComparer.Ordinal).SequenceEqual(((string[])[stranger, another]).Order(StringComparer.Ordinal)),
            Scene.Patience,
            () => $"ours gone, and theirs there. Its log:\n{scene.Plumb.Log}");
        Assert.All(await scene.ContainersAsync(leaves), container => Assert.Equal("running", container.State));
    }

    [Fact]
    public async Task A_removal_that_fails_first_is_tried_again_until_it_is_seen_done()
    {
        var (stays, leaves) = Names("again");
        await using var scene = await UpAsync(["--remove"], stays, leaves);
        scene.BreakCompose();

        scene.Repo.Delete(leaves);
        await scene.CommitAsync("it leaves");
        await scene.StackAsync(leaves, view => view.Failures.Any(failure => failure.Action == "down"), "failed to go");
        Assert.Single(await scene.ContainersAsync(leaves));
        await scene.MendComposeAsync();

        await scene.GoneAsync(leaves);
        Assert.DoesNotContain($"{leaves}_default", await scene.Engine.DockerAsync("network", "ls", "--format", "{{.Name}}"), StringComparison.Ordinal);
    }

    private static (string, string) Names(string name) => (SharedEngine.NewProject($"{name}a"), SharedEngine.NewProject($"{name}b"));

    private async Task<Scene> UpAsync(string[] flags, params string[] stacks)
    {
        var scene = await Scene.CreateAsync(shared.Engine, [.. stacks.Select(stack => ($"{stack}/compose.yaml", Model))]);
        await scene.StartAsync(flags);
        foreach (var stack in stacks)
            await scene.SyncedAsync(stack);
        return scene;
    }
}
