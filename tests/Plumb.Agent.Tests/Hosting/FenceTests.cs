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
    public async Task A_control_plane_that_was_put_back_from_a_backup_is_not_taken_for_a_newer_process()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");
        // Keeps the agent from seeing the new epoch before its report is refused.
        Plane.Trouble = context => context.Request.Path.Value!.EndsWith("target-state", StringComparison.Ordinal) && agent.Host.FencedBy is null
            ? Microsoft.AspNetCore.Http.Results.StatusCode(503) : null;
        await agent.SeesAsync(() => agent.Log.Named("link.away").Any(), "no poll is under way any more");
        Plane.Restore();
        world.Remove("web", "app");

        await agent.SeesAsync(() => agent.Log.Named("session.fenced").Any(), "its report is refused");

        await agent.SeesAsync(() => Plane.Sessions.Count == 2 && world.Of("web").Count == 1, "it works again by itself");
        await agent.SeesAsync(() => Plane.Items.OfType<Plumb.Contracts.Reports.StackReport>().Any(r => r.Status == StackStatus.Synced), "and reports everything again");
    }

    [Fact]
    public async Task A_second_agent_in_the_same_directory_does_not_start()
    {
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        Assert.Throws<AgentStartException>(() => RunningAgent.Start(Plane.Address, Data.Path, world));
    }
}
