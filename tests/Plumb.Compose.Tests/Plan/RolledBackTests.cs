using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Gates;

namespace Plumb.Compose.Tests.Plan;

public sealed class RolledBackTests
{
    [Fact]
    public void The_newest_is_held_and_nothing_of_the_last_good_one_is()
    {
        var world = Planning.Running(new StackBuilder().Service("web").Build());
        var spec = Back(new StackBuilder().Service("web"), restored: true);

        Assert.Equal([HoldReason.RolledBack], world.PlanOf(spec).Holds.Select(it => it.Reason));
        Assert.Equal("object 2 failed and object 1 was put back: web is ill", world.PlanOf(spec).Hold(HoldReason.RolledBack).Message);
        Assert.Empty(world.PlanOf(spec).Differences);
        world.Change("web", it => it with { State = "exited", ExitCode = 1 });
        Assert.Equal(["up +web", "verify"], world.PlanOf(spec).Steps());
    }

    [Fact]
    public void The_way_back_waits_for_nobody_and_what_happens_after_it_does()
    {
        var flagged = new StackBuilder { Target = it => it with { DriftPolicy = DriftPolicy.Flag, ChangePolicy = ChangePolicy.Flag } }.Service("web").Service("db");
        var newer = new StackBuilder { ComposeHash = "compose-2", Checksum = "content-2" }.Service("web", it => it with { InputsHash = "other" }).Service("db");
        var world = Planning.Running(newer.Build());
        world.Change("db", it => it with { State = "exited", ExitCode = 1 });

        Assert.Empty(world.PlanOf(Back(flagged, restored: false)).HeldSteps());
        Assert.Contains("up -web +db", world.PlanOf(Back(flagged, restored: false)).Steps());
        Assert.Empty(world.PlanOf(Back(flagged, restored: true)).Steps());
        Assert.NotEmpty(world.PlanOf(Back(flagged, restored: true)).HeldSteps());
    }

    [Fact]
    public void What_the_failed_object_added_goes_and_what_was_there_before_waits_for_its_policy()
    {
        var newer = new StackBuilder { ComposeHash = "compose-2", Target = it => it with { Sequence = 2 } }.Service("web").Service("added").Service("older");
        var world = Planning.Running(newer.Build());
        world.Change("added", it => it with { Mark = it.Mark! with { Sequence = 2 } });
        world.Change("older", it => it with { Mark = it.Mark! with { Sequence = 1 } });
        var plan = world.PlanOf(Back(new StackBuilder().Service("web"), restored: false));

        Assert.Contains(plan.Steps, it => it is ComposeStep.RemoveContainers { Hold: null } remove && remove.ContainerIds.Single() == world.Containers.Single(c => c.Service == "added").Id);
        Assert.Contains(HoldReason.RemovalNotEnabled, plan.Holds.Select(it => it.Reason));
        Assert.True(Assert.Single(plan.Differences, it => it.Service == "older").OnlyTold);
        Assert.DoesNotContain(world.PlanOf(new StackBuilder().Service("web").Build()).Steps, it => it is ComposeStep.RemoveContainers { Hold: null });
    }

    [Fact]
    public void A_stack_is_judged_by_what_the_planner_finds()
    {
        var spec = new StackBuilder { Target = it => it with { Sequence = 7 } }.Service("web", it => it with { HasHealthCheck = true }).Service("db").Build();
        var world = Planning.Running(spec);
        Assert.IsType<StackVerdict.Good>(Of());
        Assert.IsType<StackVerdict.Good>(Verdicts.Of(spec with { RolledBack = new(8, "it is ill", Restored: false) }, world.Look(), world.Now));

        world.Change("web", it => it with { Health = "starting", Inspection = Inspected(it, startedAgo: 5) });
        Assert.Equal(new StackVerdict.Open(), Of());
        world.Change("web", it => it with { Health = "unhealthy", Inspection = Inspected(it, startedAgo: 500) with { UnhealthySince = world.Now - TimeSpan.FromMinutes(3) }, Mark = it.Mark! with { Sequence = 7 } });
        Assert.True(Assert.IsType<StackVerdict.Ailing>(Of()).Own);
        world.Change("web", it => it with { Mark = it.Mark! with { Sequence = 6 } });
        Assert.False(Assert.IsType<StackVerdict.Ailing>(Of()).Own);
        world.Change("web", it => it with { Health = "healthy" });
        world.Change("db", it => it with { State = "exited", ExitCode = 3 });
        Assert.False(Assert.IsType<StackVerdict.Sick>(Of()).Own);
        world.Change("db", it => it with { Mark = it.Mark! with { Sequence = 7 } });
        Assert.Equal((true, true), Assert.IsType<StackVerdict.Sick>(Of()) is var sick ? (sick.Own, sick.Why.Contains("exit code 3", StringComparison.Ordinal)) : default);
        world.Change("db", it => it with { State = "running", ExitCode = null, Inspection = Inspected(it, startedAgo: 1) with { CrashLooks = 3 }, Mark = it.Mark! with { Sequence = 7 } });
        Assert.True(Assert.IsType<StackVerdict.Ailing>(Of()).Own);
        Assert.IsType<StackVerdict.Open>(Verdicts.Of(spec with { Target = spec.Target with { Stopped = true } }, world.Look(), world.Now));

        StackVerdict Of() => Verdicts.Of(spec, world.Look(), world.Now);
        ContainerInspection Inspected(ContainerSeen it, int startedAgo) => it.Inspection! with { StartedAt = world.Now - TimeSpan.FromSeconds(startedAgo) };
    }

    private static ComposeSpec Back(StackBuilder builder, bool restored) => builder.Build() with { RolledBack = new(2, "web is ill", restored) };
}
