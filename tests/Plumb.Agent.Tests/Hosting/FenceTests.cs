using Plumb.Agent.Identity;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Hosting;

public sealed class FenceTests : PlaneTests
{
    private readonly World world = new();

    [Fact]
    public async Task A_fenced_agent_stops_its_steps_and_starts_none_until_it_is_told_to_resume()
    {
        Plane.Publish("web", "app");
        var began = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        world.BeforeStep = async (_, _, stop) =>
        {
            began.TrySetResult();
            stop.Register(() => cancelled.TrySetResult());
            await Task.WhenAny(cancelled.Task);
            stop.ThrowIfCancellationRequested();
            return null;
        };
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await began.Task.WaitAsync(Patience);

        Plane.TakeOver();
        Plane.Publish("other", "app");

        await cancelled.Task.WaitAsync(Patience);
        await agent.SeesAsync(() => agent.Host.FencedBy is not null, "fenced");
        var (steps, sweeps) = (world.Steps.Count, world.Sweeps);
        await agent.SeesAsync(() => world.Sweeps > sweeps + 2, "looking goes on");
        Assert.Equal(steps, world.Steps.Count);

        world.BeforeStep = static (_, _, _) => Task.FromResult<StepOutcome?>(null);
        agent.Host.Resume();
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");
        await agent.SeesAsync(() => Plane.Newest("id-other")?.Status == StackStatus.Synced, "the other, too");
    }

    [Fact]
    public async Task A_second_agent_in_the_same_directory_does_not_start()
    {
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        Assert.Throws<AgentStartException>(() => RunningAgent.Start(Plane.Address, Data.Path, world));
    }
}
