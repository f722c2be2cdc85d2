using Microsoft.Extensions.Logging;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Hosting;

public sealed class RequestTests : PlaneTests
{
    private readonly World world = new();

    [Theory]
    [InlineData(StackAsk.Look)]
    [InlineData(StackAsk.Sync)]
    [InlineData(StackAsk.Unblock)]
    [InlineData(StackAsk.Adopt)]
    public async Task A_request_is_answered_by_a_look_made_after_it_even_if_nothing_changed_and_only_once(StackAsk ask)
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Interval = TimeSpan.FromMinutes(10) });
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");
        var asked = TimeProvider.System.GetUtcNow();

        Plane.Ask("web", new StackRequest("q1", ask, "ann", asked));

        await agent.SeesAsync(() => Plane.Newest("id-web")!.Handled.Contains("q1"), "the request is handled");
        Assert.True(Plane.Newest("id-web")!.LookedAt >= asked, "the look is not older than the request");
        var said = Plane.Items.Count;
        var polls = Plane.Polls;
        Plane.Publish("other", "app");
        await agent.SeesAsync(() => Plane.Newest("id-other")?.Status == StackStatus.Synced && Plane.Polls > polls, "the other stack");
        Assert.Single(Plane.ReportsOf("id-web"), r => r.Handled.Contains("q1"));
        Assert.True(Plane.Items.Count > said, "the other stack was reported");
    }

    [Fact]
    public async Task A_look_at_a_world_that_cannot_be_seen_is_answered_too()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");
        world.Away = "no socket";
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Known == false, "unknown");

        Plane.Ask("web", new StackRequest("q1", StackAsk.Look, "ann", DateTimeOffset.UnixEpoch));

        await agent.SeesAsync(() => Plane.Newest("id-web")!.Handled.Contains("q1"), "the request is handled");
        Assert.False(Plane.Newest("id-web")!.Known);
    }

    [Fact]
    public async Task A_stack_that_cannot_be_prepared_is_tried_again_at_once_when_somebody_asks()
    {
        Plane.Publish("web", "app");
        var broken = true;
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world, o => o with { Interval = TimeSpan.FromMinutes(10) });
        agent.Driver.NotNow = _ => broken ? "no memory" : null;
        Plane.Publish("late", "app");
        await agent.SeesAsync(() => Plane.Newest("id-late")?.LastSyncError == "no memory", "the error is told");

        Plane.Ask("late", new StackRequest("q1", StackAsk.Look, "ann", DateTimeOffset.UnixEpoch));
        await agent.SeesAsync(() => Plane.Newest("id-late")!.Handled.Contains("q1"), "the request is handled");
        broken = false;
        Plane.Ask("late", new StackRequest("q2", StackAsk.Sync, "ann", DateTimeOffset.UnixEpoch));

        await agent.SeesAsync(() => Plane.Newest("id-late")!.Status == StackStatus.Synced, "it comes up");
        await agent.SeesAsync(() => Plane.Newest("id-late")!.Handled.Contains("q2"), "the request is handled");
    }

    [Fact]
    public async Task A_breaker_request_is_carried_out_once_and_its_world_reported()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => Plane.Newest("id-web")?.Status == StackStatus.Synced, "synced");

        Plane.Set(t => t with { Breakers = [new BreakerRequest("b1", "compose:engine", Open: true, "ann", DateTimeOffset.UnixEpoch)] });
        await agent.SeesAsync(() => World()?.Handled.Contains("b1") == true && World()!.World.Breaker == "open", "open");
        world.Remove("web", "app");
        await agent.SeesAsync(() => Plane.Newest("id-web")!.Holds.Any(h => h.Reason == "BreakerOpen"), "held");
        Plane.Set(t => t with { Breakers = [new BreakerRequest("b2", "compose:engine", Open: false, "ann", DateTimeOffset.UnixEpoch)] });

        await agent.SeesAsync(() => Plane.Newest("id-web")!.Status == StackStatus.Synced && World()!.World.Breaker == "closed", "closed and healed");
        Assert.Single(agent.Log.Named("breaker.opened"));
        Assert.Single(agent.Log.Named("breaker.closed"));

        WorldReport? World() => Plane.Items.OfType<WorldReport>().LastOrDefault();
    }

    [Fact]
    public async Task A_failure_is_told_with_its_error_until_a_later_look_is_good()
    {
        Plane.Publish("web", "app");
        var broken = true;
        world.BeforeStep = (_, _, _) => Task.FromResult<StepOutcome?>(broken ? new StepOutcome.Failed("service app: exit code 3") : null);
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        // It is tried again at the next sweep: only one and the same report tells how it stood.
        await agent.SeesAsync(() => Plane.ReportsOf("id-web").Any(report => report.Status == StackStatus.Failed), "failed");
        var failed = Plane.ReportsOf("id-web").First(report => report.Status == StackStatus.Failed);
        Assert.Equal(("failed", "service app: exit code 3"), (failed.LastSyncStatus, failed.LastSyncError));
        broken = false;
        Plane.Ask("web", new StackRequest("q1", StackAsk.Sync, "ann", DateTimeOffset.UnixEpoch));

        await agent.SeesAsync(() => Plane.Newest("id-web")!.Status == StackStatus.Synced, "synced");
        await agent.SeesAsync(() => Plane.Newest("id-web") is { LastSyncError: null, LastSyncStatus: "synced" }, "the error is gone");
        Assert.NotEmpty(agent.Log.Named("step.failed"));
        Assert.Equal(LogLevel.Warning, agent.Log.Named("reconcile.failed").First().Level);
        Assert.All(agent.Log.Named("reconcile.failed").Skip(1), it => Assert.Equal(LogLevel.Error, it.Level));
    }
}
