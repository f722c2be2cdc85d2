using Plumb.Contracts.Stacks;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Ownership;

/// <summary>What is not ours is held by name and never touched.</summary>
public sealed class OwnershipTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Model = """
        services:
          web:
            image: plumb/web:1
            command: sleep 600
        """;

    [Fact]
    public async Task Two_instances_on_one_engine_leave_each_others_stacks_alone()
    {
        var stack = SharedEngine.NewProject("twice");
        await using var first = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        var before = await first.ContainersAsync(stack);
        await using var second = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Model.Replace("600", "700", StringComparison.Ordinal)));

        await second.StartAsync();

        await second.StackAsync(stack, IsHeld("NotOurs"), "held NotOurs");
        await Two_sweeps_pass(second, stack);
        AssertSame(before, await first.ContainersAsync(stack));
        await first.SyncedAsync(stack);
    }

    [Fact]
    public async Task A_strangers_project_under_the_wanted_name_is_not_touched()
    {
        var stack = SharedEngine.NewProject("stranger");
        await StrangerAsync(stack);
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Model.Replace("plumb/web:1", "plumb/web:2", StringComparison.Ordinal)));
        var before = await scene.ContainersAsync(stack);

        await scene.StartAsync();

        await scene.StackAsync(stack, IsHeld("NotOurs"), "held NotOurs");
        await Two_sweeps_pass(scene, stack);
        AssertSame(before, await scene.ContainersAsync(stack));
        Assert.Contains("adopt", await scene.MustAsync("explain", "stack", stack), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_stacks_with_one_project_name_are_both_held()
    {
        var project = SharedEngine.NewProject("shared");
        var (one, two) = (SharedEngine.NewProject("one"), SharedEngine.NewProject("two"));
        await using var scene = await Scene.CreateAsync(
            shared.Engine,
            ($"{one}/compose.yaml", $"name: {project}\n{Model}"),
            ($"{two}/compose.yaml", $"name: {project}\n{Model}"));

        await scene.StartAsync();

        await scene.StackAsync(one, IsHeld("ProjectConflict"), "held ProjectConflict");
        await scene.StackAsync(two, IsHeld("ProjectConflict"), "held ProjectConflict");
        await Two_sweeps_pass(scene, one);
        Assert.Empty(await scene.ContainersAsync(project));
    }

    [Fact]
    public async Task Two_sources_that_want_one_project_are_held_and_what_runs_is_not_touched()
    {
        var stack = SharedEngine.NewProject("sources");
        await using var scene = await Scene.SyncedAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        var before = await scene.ContainersAsync(stack);
        using var other = await GitRepo.CreateAsync(($"{stack}/compose.yaml", Model.Replace("600", "700", StringComparison.Ordinal)));

        await scene.AddSourceAsync("second", other.Path);

        await scene.RecordAsync($"second/{stack}", record => record.Held is "ProjectConflict" or "NotOurs", "held by name");
        await Two_sweeps_pass(scene, stack);
        AssertSame(before, await scene.ContainersAsync(stack));
    }

    [Fact]
    public async Task Adopt_takes_over_without_recreating()
    {
        var stack = SharedEngine.NewProject("adopt");
        await StrangerAsync(stack);
        await using var scene = await Scene.CreateAsync(shared.Engine, ($"{stack}/compose.yaml", Model));
        var before = await scene.ContainersAsync(stack);
        await scene.StartAsync();
        await scene.StackAsync(stack, IsHeld("NotOurs"), "held NotOurs");

        await scene.MustAsync("adopt", stack);

        await scene.StackAsync(stack, view => view.Holds.Count == 0 && view.Record.Held is null, "held no longer");
        await Two_sweeps_pass(scene, stack);
        AssertSame(before, await scene.ContainersAsync(stack));

        // Ours from now on: what goes comes back.
        await scene.Engine.DockerAsync("rm", "-f", before[0].Id);
        await Wait.UntilAsync(
            async () => await scene.ContainersAsync(stack) is [{ State: "running" }],
            Scene.Patience,
            () => $"web again. Plumb's log:\n{scene.Plumb.Log}");
    }

    private static Func<StackView, bool> IsHeld(string reason) => view => view.Record.Held == reason || view.Holds.Any(hold => hold.Reason == reason);

    // Whatever it was going to do, it has done by then.
    private static async Task Two_sweeps_pass(Scene scene, string stack)
    {
        for (var sweep = 0; sweep < 2; sweep++)
            await scene.LookedAgainAsync(stack);
    }

    private static void AssertSame(IReadOnlyList<Seen> before, IReadOnlyList<Seen> after) => Assert.Equal(
        before.Select(container => (container.Id, container.State, container.StartedAt)),
        after.Select(container => (container.Id, container.State, container.StartedAt)));

    private async Task StrangerAsync(string project)
    {
        var up = await RealCompose.RunAsync(shared.Engine, Model, ["-p", project, "up", "-d"]);
        Assert.True(up.ExitCode == 0, up.ToString());
    }
}
