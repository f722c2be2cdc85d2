using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Flagging;

/// <summary>What a policy flags waits for a person, who lets through what was seen and nothing else.</summary>
public sealed class FlagTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = """
        services:
          one:
            image: plumb/web:1
            command: sleep 600
            environment: { GENERATION: "1" }
          two:
            image: plumb/web:1
            command: sleep 600
        """;

    private static readonly string Changed = Model.Replace("\"1\"", "\"2\"", StringComparison.Ordinal);

    private static readonly string OneAlone = Model[..Model.IndexOf("  two:", StringComparison.Ordinal)];

    [Fact]
    public async Task A_first_deploy_waits_and_comes_up_when_it_is_acknowledged()
    {
        var stack = SharedEngine.NewProject("flagfirst");
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        await scene.StartAsync(["--drift-policy", "flag"]);

        await scene.AwaitsAsync(stack);
        Assert.Empty(await scene.ContainersAsync(stack));
        await scene.MustAsync("ack", stack);

        await scene.SyncedAsync(stack);
        Assert.Equal(2, (await scene.ContainersAsync(stack)).Count);
    }

    [Fact]
    public async Task A_change_waits()
    {
        await using var scene = await UpAsync("flagchange");
        var (stack, before) = await scene.StackAndContainersAsync();

        await scene.CommitAsync("changed", ($"{stack}/compose.yaml", Changed));
        await scene.AwaitsAsync(stack, "inputs");
        await scene.LookedAgainAsync(stack);
        Assert.Equal(before["one"].Id, (await scene.ContainersAsync(stack))[0].Id);
        await scene.MustAsync("ack", stack);

        await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        var (_, after) = await scene.StackAndContainersAsync();
        Assert.NotEqual(before["one"].Id, after["one"].Id);
        Assert.Equal(before["two"].Id, after["two"].Id);
    }

    [Fact]
    public async Task Drift_waits_and_an_acknowledgement_is_used_once()
    {
        await using var scene = await UpAsync("flagdrift");
        var (stack, _) = await scene.StackAndContainersAsync();

        for (var round = 0; round < 2; round++)
        {
            await scene.Engine.DockerAsync("rm", "-f", $"{stack}-two-1");
            await scene.AwaitsAsync(stack, "scale");
            await scene.LookedAgainAsync(stack);
            Assert.Single(await scene.ContainersAsync(stack));
            await scene.MustAsync("ack", stack);
            await scene.SyncedAsync(stack);
            await scene.StackAsync(stack, view => view.Pending.Count == 0, "with its acknowledgement used up");
        }
    }

    [Fact]
    public async Task An_orphaned_service_waits()
    {
        await using var scene = await UpAsync("flagorphan", "--remove");
        var (stack, before) = await scene.StackAndContainersAsync();

        await scene.CommitAsync("two leaves", ($"{stack}/compose.yaml", OneAlone));
        await scene.AwaitsAsync(stack, "orphan");
        await scene.LookedAgainAsync(stack);
        Assert.Equal(2, (await scene.ContainersAsync(stack)).Count);
        await scene.MustAsync("ack", stack);

        await scene.SyncedAsync(stack, await scene.Repo.HeadAsync());
        Assert.Equal(before["one"].Id, Assert.Single(await scene.ContainersAsync(stack)).Id);
    }

    [Fact]
    public async Task A_removal_waits_as_orphaned_and_goes_when_it_is_acknowledged()
    {
        await using var scene = await UpAsync("flagremoval", "--remove");
        var (stack, _) = await scene.StackAndContainersAsync();

        scene.Repo.Delete(stack);
        await scene.CommitAsync("it leaves", ($"{stack}-other/compose.yaml", OneAlone));
        var record = await scene.RecordAsync(stack, record => record is { Orphaned: true, Held: "AwaitingAcknowledgement" }, "orphaned, and waiting");
        Assert.Equal(StackStatus.Failed, record.Status);
        Assert.Equal(2, (await scene.ContainersAsync(stack)).Count);
        await scene.MustAsync("ack", stack);

        await Wait.UntilAsync(async () => await scene.StackAsync(stack) is null, Scene.Patience, () => $"{stack} gone from the list. Its log:\n{scene.Plumb.Log}");
        Assert.Empty(await scene.ContainersAsync(stack));
    }

    [Fact]
    public async Task Git_applies_and_drift_waits_when_only_drift_is_flagged()
    {
        var stack = SharedEngine.NewProject("flaghalf");
        await using var scene = await Scene.CreateAsync(
            shared.Engine, ($"{stack}/compose.yaml", Model), ($"{stack}/plumb.stack.yaml", "driftPolicy: flag\nchangePolicy: auto\n"));
        await scene.StartAsync();
        await scene.SyncedAsync(stack);

        await scene.Engine.DockerAsync("rm", "-f", $"{stack}-two-1");
        await scene.AwaitsAsync(stack, "scale");
        await scene.CommitAsync("changed", ($"{stack}/compose.yaml", Changed));
        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(stack) is [{ Service: "one" } one] && one.Inspected["Config"]!["Env"]!.AsArray().Any(entry => entry!.GetValue<string>() == "GENERATION=2"),
            Scene.Patience,
            () => $"one of the second generation, and no two. Its log:\n{scene.Plumb.Log}");

        await scene.AwaitsAsync(stack, "scale");
        await scene.MustAsync("ack", stack);
        await scene.SyncedAsync(stack);
        Assert.Equal(2, (await scene.ContainersAsync(stack)).Count);
    }

    private async Task<Scene> UpAsync(string name, params string[] flags)
    {
        var stack = SharedEngine.NewProject(name);
        var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        await scene.StartAsync(["--drift-policy", "flag", .. flags]);
        await scene.AwaitsAsync(stack);
        await scene.MustAsync("ack", stack);
        await scene.SyncedAsync(stack);
        await scene.StackAsync(stack, view => view.Pending.Count == 0, "with its acknowledgement used up");
        return scene;
    }
}
