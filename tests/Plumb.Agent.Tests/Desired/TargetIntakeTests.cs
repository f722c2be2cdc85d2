using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.Desired;
using Plumb.Agent.State;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Targets;
using Plumb.Platform.Failpoints;
using Plumb.TestKit;

namespace Plumb.Agent.Tests.Desired;

public sealed class TargetIntakeTests : IDisposable
{
    private readonly TempDir data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void A_vanished_stack_is_remembered_with_its_policies_until_it_is_gone_or_back()
    {
        var intake = Open();
        intake.Accept(Target(1, "web", "db"));
        intake.Accept(Target(2, "db"));

        Assert.Equal(("id-web", true), Assert.Single(Open().Removals) is { } kept ? (kept.Stack.Id, kept.Allowed) : default);

        intake.Accept(Target(3, "web", "db"));
        Assert.Empty(Open().Removals);
        intake.Accept(Target(4, "db"));
        intake.Gone("id-web");
        Assert.Empty(Open().Removals);
    }

    [Fact]
    public void A_target_state_that_is_not_complete_makes_nothing_vanish()
    {
        var intake = Open();
        intake.Accept(Target(1, "web", "db"));

        var counts = intake.Accept(new CachedTarget(null, Target(1, "db").Target with { Epoch = "e2", Complete = false }));

        Assert.Equal(["db", "web"], counts.Stacks.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Empty(intake.Removals);
        Assert.Equal(2, Open().Cached!.Target.Stacks.Count);
    }

    [Fact]
    public void A_deletion_is_its_own_permission_also_for_a_stack_that_is_not_remembered()
    {
        var intake = Open();

        intake.Accept(new CachedTarget(null, Target(1).Target with { Deletions = [new DeletionMarker("id-old", Stacks.Scope, "old", KeepRunning: false, 3)] }));

        var removal = Assert.Single(Open().Removals);
        Assert.Equal(("id-old", Stacks.Scope, "old", true), (removal.Stack.Id, removal.Stack.Scope, removal.Stack.Path, removal.Allowed));
    }

    [Fact]
    public void A_deletion_that_keeps_it_running_allows_no_removal()
    {
        var intake = Open();
        intake.Accept(Target(1, "web"));

        intake.Accept(new CachedTarget(null, Target(2).Target with { Deletions = [new DeletionMarker("id-web", Stacks.Scope, "web", KeepRunning: true, 3)] }));

        Assert.False(Assert.Single(intake.Removals).Allowed);
    }

    [Fact]
    public void Removal_that_was_switched_on_after_a_stack_went_lets_it_go()
    {
        var intake = Open();
        var kept = Target(1, "web", "db").Target;
        intake.Accept(new CachedTarget(null, kept with { Stacks = [.. kept.Stacks.Select(s => s with { RemoveEnabled = false, Orphaned = s.Name == "web" })] }));

        intake.Accept(new CachedTarget(null, Target(2, "db").Target with { Departing = [new DepartingStack("id-web", RemoveEnabled: true)] }));

        Assert.True(Assert.Single(Open().Removals).Allowed);
    }

    [Fact]
    public void A_removal_that_was_written_down_under_another_policy_follows_the_one_that_is_told()
    {
        var intake = Open();
        intake.Accept(Target(1, "web", "db"));
        intake.Accept(Target(2, "db"));

        intake.Accept(new CachedTarget(null, Target(3, "db").Target with { Departing = [new DepartingStack("id-web", RemoveEnabled: false)] }));
        Assert.False(Assert.Single(Open().Removals).Allowed);
        intake.Accept(new CachedTarget(null, Target(4, "db").Target with { Departing = [new DepartingStack("id-web", RemoveEnabled: true)] }));
        Assert.True(Assert.Single(Open().Removals).Allowed);
    }

    private static CachedTarget Target(long version, params string[] stacks) =>
        new(null, new TargetState("e1", version, true, [.. stacks.Select(s => Stacks.Target(s, Stacks.Content(s)))], [], []));

    private TargetIntake Open()
    {
        var paths = new AgentPaths(data.Path);
        return new TargetIntake(paths, new TargetCache(paths, NullLogger<TargetCache>.Instance), Failpoints.None, TimeProvider.System, NullLogger<TargetIntake>.Instance);
    }
}
