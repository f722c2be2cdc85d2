using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Hosting;

public sealed class StepTests : PlaneTests
{
    private readonly World world = new();

    [Fact]
    public async Task A_step_that_hangs_stops_neither_looking_nor_reporting_nor_with_two_places_healing_elsewhere()
    {
        Plane.Publish("web", "app");
        world.BeforeStep = async (id, _, stop) =>
        {
            if (id.Value == "id-web")
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return null;
        };
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Concurrency = 2 });
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Syncing, "syncing");
        var sweeps = world.Sweeps;

        Plane.Publish("other", "app");

        await agent.SeesAsync(() => Plane.Newest("id-other")?.Status == StackStatus.Synced, "the other is up");
        await agent.SeesAsync(() => world.Sweeps > sweeps + 2, "looking goes on");
        Assert.Equal(StackStatus.Syncing, Plane.Newest("id-web")!.Status);
    }

    [Fact]
    public async Task A_step_gets_its_deadline_and_counts_as_a_failure_when_it_passes()
    {
        Plane.Publish("web", "app");
        world.Deadline = TimeSpan.FromMilliseconds(200);
        world.BeforeStep = async (_, _, stop) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return null;
        };
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => Plane.Newest("id-web")?.Failures.Count > 0, "a failure");

        Assert.Contains("deadline", Plane.Newest("id-web")!.Failures[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_driver_that_throws_fails_that_step_and_nothing_else()
    {
        Plane.Publish("web", "app");
        Plane.Publish("other", "app");
        world.BeforeStep = (id, _, _) => id.Value == "id-web" ? throw new InvalidOperationException("a fault of the driver") : Task.FromResult<StepOutcome?>(null);
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Failed, "failed");
        await agent.SeesAsync(() => Plane.Newest("id-other")?.Status == StackStatus.Synced, "the other is up");

        Assert.Contains("a fault of the driver", Plane.Newest("id-web")!.LastSyncError, StringComparison.Ordinal);
        Assert.NotEmpty(agent.Log.Named("step.fault"));
    }

    [Fact]
    public async Task An_agent_that_is_asked_to_end_lets_a_step_finish_within_the_grace_and_tells_it()
    {
        Plane.Publish("web", "app");
        var (began, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.BeforeStep = async (_, _, _) =>
        {
            began.TrySetResult();
            await go.Task;
            return null;
        };
        Task ended;
        await using (var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Grace = TimeSpan.FromMinutes(1) }))
        {
            await began.Task.WaitAsync(Patience);
            ended = agent.StopAsync();
            go.SetResult();
            await ended.WaitAsync(Patience);
        }

        Assert.Single(world.Of("web"));
        Assert.NotEmpty(Plane.Items.OfType<DecisionReport>());
    }

    [Fact]
    public async Task A_step_that_outlasts_the_grace_is_cancelled_and_its_run_is_recorded_as_interrupted()
    {
        Plane.Publish("web", "app");
        var began = new TaskCompletionSource();
        world.BeforeStep = async (_, _, stop) =>
        {
            began.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return null;
        };
        await using (var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Grace = TimeSpan.FromMilliseconds(100) }))
        {
            await began.Task.WaitAsync(Patience);
            await agent.StopAsync().WaitAsync(Patience);
        }

        var decision = Assert.Single(Plane.Items.OfType<DecisionReport>()).Decision;
        Assert.Equal("interrupted", decision.Outcome);
    }
}
