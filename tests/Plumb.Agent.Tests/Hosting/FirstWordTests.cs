using Microsoft.AspNetCore.Http;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Stacks;

namespace Plumb.Agent.Tests.Hosting;

/// <summary>A control plane that is there and takes its time to say what counts now.</summary>
public sealed class FirstWordTests : PlaneTests
{
    private readonly World world = new();
    private readonly ManualResetEventSlim answers = new(initialState: true);
    private int asked;
    private int stepsBefore;
    private int sweepsBefore;

    [Fact]
    public async Task It_is_waited_for_as_long_as_is_said_and_what_it_says_counts()
    {
        await using var agent = await RestartedAsync(TimeSpan.FromMinutes(10));
        await agent.SeesAsync(() => Volatile.Read(ref asked) > 0, "the control plane asked");
        Assert.Equal(0, world.Sweeps - sweepsBefore);

        answers.Set();

        await agent.SeesAsync(() => Plane.Newest("id-web")?.Holds.Any(h => h.Reason == "Suspended") == true, "held");
        Assert.Equal(stepsBefore, world.Steps.Count);
    }

    [Fact]
    public async Task Past_that_what_was_told_before_is_kept_true()
    {
        await using var agent = await RestartedAsync(TimeSpan.FromMilliseconds(10));

        await agent.SeesAsync(() => world.Of("web").Count > 0, "healed");
        answers.Set();
    }

    /// <summary>An agent that had the stack in sync starts again; the stack was suspended meanwhile, and a container went.</summary>
    private async Task<RunningAgent> RestartedAsync(TimeSpan firstWord)
    {
        Plane.Publish("web", "app");
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world))
            await first.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");
        Plane.Set(target => target with { Stacks = [.. target.Stacks.Select(it => it with { Suspended = true })] });
        world.Remove("web", "app");
        (stepsBefore, sweepsBefore) = (world.Steps.Count, world.Sweeps);
        answers.Reset();
        Plane.Trouble = Slowly;
        return RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { FirstWord = firstWord });
    }

    private IResult? Slowly(HttpContext context)
    {
        if (context.Request.Path.Value!.EndsWith("/target-state", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref asked);
            answers.Wait(TimeSpan.FromMinutes(5));
        }

        return null;
    }
}
