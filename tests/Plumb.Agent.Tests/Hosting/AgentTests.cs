using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Hosting;

public sealed class AgentTests : PlaneTests
{
    private readonly World world = new();

    [Fact]
    public async Task A_stack_that_existed_before_the_agent_comes_up_and_is_reported_synced_with_its_metadata()
    {
        Plane.Publish("web", "app", "db");

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await SyncedAsync(agent, "web");
        var report = Plane.Newest("id-web")!;
        Assert.Equal(["app", "db"], report.Containers.Select(c => c.Service).Order());
        Assert.Equal("r1", report.SyncedRevision);
        Assert.Equal("message of r1", report.SyncedCommitMessage);
        Assert.Equal("synced", report.LastSyncStatus);
        Assert.NotNull(report.LastSyncAt);
        Assert.Null(report.LastSyncError);
        var decision = Assert.Single(Plane.Items.OfType<DecisionReport>()).Decision;
        Assert.Equal(("web", "succeeded"), (decision.Stack, decision.Outcome));
    }

    [Fact]
    public async Task A_removed_container_is_healed_with_the_control_plane_away_after_a_restart()
    {
        Plane.Publish("web", "app");
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world))
            await SyncedAsync(first, "web");
        Plane.Trouble = _ => Microsoft.AspNetCore.Http.Results.StatusCode(503);
        world.Remove("web", "app");

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => world.Of("web").Count == 1, "the container is back");
        await agent.SeesAsync(() => agent.Log.Named("link.away").Any(), "the outage is said");
        Plane.Trouble = _ => null;
        await agent.SeesAsync(() => Plane.Items.OfType<DecisionReport>().Count() == 2, "the decision of the outage arrived");
        Assert.Equal(2, Plane.Sessions.Count);
    }

    [Fact]
    public async Task A_quiet_world_is_swept_and_nothing_is_said()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await SyncedAsync(agent, "web");
        var said = Plane.Items.Count;
        var logged = agent.Log.Lines.Count;
        var swept = world.Sweeps;

        await agent.SeesAsync(() => world.Sweeps >= swept + 3, "three more sweeps");

        Assert.Equal(said, Plane.Items.Count);
        Assert.Equal(logged, agent.Log.Lines.Count);
    }

    [Fact]
    public async Task A_stack_that_vanished_is_removed_under_its_policy_also_when_the_agent_was_restarted_in_between()
    {
        Plane.Publish("web", "app");
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world))
        {
            await SyncedAsync(first, "web");
            world.Away = "the engine is away";
            Plane.Withdraw("web");
            await first.SeesAsync(() => Directory.Exists(Data.At("state", "agent", "removals")), "the removal is kept");
        }

        world.Away = null;
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => Plane.Items.OfType<StackGone>().Any(g => g.StackId == "id-web"), "the stack is gone");
        Assert.Empty(world.Of("web"));
        Assert.Equal(StackStatus.Missing, Plane.Newest("id-web")!.Status);
        Assert.Empty(Directory.EnumerateFiles(Data.At("state", "agent", "removals")));
    }

    [Fact]
    public async Task A_removal_is_still_known_when_the_world_was_away_at_the_restart()
    {
        Plane.Publish("web", "app");
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world))
        {
            await SyncedAsync(first, "web");
            world.Away = "the engine is away";
            Plane.Withdraw("web");
            await first.SeesAsync(() => Directory.Exists(Data.At("state", "agent", "removals")), "the removal is kept");
        }

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await agent.SeesAsync(() => world.Sweeps > 3, "it looks");
        world.Away = null;

        await agent.SeesAsync(() => Plane.Items.OfType<StackGone>().Any(g => g.StackId == "id-web"), "the stack is gone");
        Assert.Empty(world.Of("web"));
    }

    [Fact]
    public async Task A_deletion_of_a_stack_that_nobody_remembers_is_confirmed_once_nothing_of_it_is_left()
    {
        world.Run("old", "app", new Plumb.Compose.Model.ContainerMark { Ownership = new("test", Stacks.Scope, "old") });
        Plane.Set(t => t with { Deletions = [new("id-old", Stacks.Scope, "old", KeepRunning: false, 3)] });
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => Plane.Items.OfType<StackGone>().Any(g => g.StackId == "id-old"), "the deletion is confirmed");

        Assert.Empty(world.Of("old"));
    }

    [Fact]
    public async Task A_stack_that_came_back_under_another_id_keeps_its_containers()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await SyncedAsync(agent, "web");
        var container = world.Of("web").Single().Id;

        Plane.Set(t => t with { Epoch = "e2", Version = 1, Stacks = [t.Stacks[0] with { Id = "id-new" }] });

        await agent.SeesAsync(() => Plane.Newest("id-new")?.Status == StackStatus.Synced, "the new one is synced");
        await agent.SeesAsync(() => Plane.Items.OfType<StackGone>().Any(g => g.StackId == "id-web"), "the old one is gone");
        Assert.Equal(container, world.Of("web").Single().Id);
    }

    [Fact]
    public async Task A_stack_whose_removal_is_off_is_left_running_and_held()
    {
        var content = Stacks.Content("app");
        Plane.Publish(Stacks.Target("web", content) with { RemoveEnabled = false }, content);
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await SyncedAsync(agent, "web");

        Plane.Withdraw("web");

        await agent.SeesAsync(() => Plane.Newest("id-web")?.Holds.Any(h => h.Reason == "RemovalNotEnabled") == true, "the hold is reported");
        Assert.Single(world.Of("web"));
    }

    [Fact]
    public async Task All_state_lost_the_metadata_is_back_after_one_look_and_nothing_is_touched()
    {
        Plane.Publish("web", "app");
        await using (var first = RunningAgent.Start(Plane.Address, Data.Path, world))
            await SyncedAsync(first, "web");
        Directory.Delete(Data.At("state"), recursive: true);
        var before = Plane.Items.Count;
        var steps = world.Steps.Count;

        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);

        await agent.SeesAsync(() => Plane.Items.Skip(before).OfType<StackReport>().Any(r => r.SyncedRevision == "r1"), "the metadata");
        Assert.Equal(StackStatus.Synced, Plane.Newest("id-web")!.Status);
        Assert.Equal(steps, world.Steps.Count);
    }

    [Fact]
    public async Task A_stack_whose_last_container_went_keeps_what_was_synced_and_is_not_healthy()
    {
        Plane.Publish("web", "app");
        await using var agent = RunningAgent.Start(Plane.Address, Data.Path, world);
        await SyncedAsync(agent, "web");
        var synced = Plane.Newest("id-web")!;
        world.BeforeStep = static (_, _, _) => Task.FromResult<StepOutcome?>(new StepOutcome.Failed("no such image"));

        world.Remove("web", "app");

        await agent.SeesAsync(() => Plane.Newest("id-web") is { Containers.Count: 0, Status: StackStatus.Failed }, "failed");
        var report = Plane.Newest("id-web")!;
        Assert.Equal((synced.SyncedRevision, synced.SyncedComposeHash, synced.SyncedAt), (report.SyncedRevision, report.SyncedComposeHash, report.SyncedAt));
        Assert.Equal("r1", report.SyncedRevision);
        Assert.NotEqual("healthy", report.Health);
    }

    private Task SyncedAsync(RunningAgent agent, string stack) =>
        agent.SeesAsync(() => Plane.Newest("id-" + stack)?.Status == StackStatus.Synced, $"{stack} synced; last said: {Plane.Newest("id-" + stack)}");
}
