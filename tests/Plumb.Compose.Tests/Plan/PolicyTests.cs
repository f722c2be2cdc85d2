using Plumb.Contracts.Stacks;
using Plumb.Kernel.Gates;

namespace Plumb.Compose.Tests.Plan;

public sealed class PolicyTests
{
    [Fact]
    public void Drift_flagged_waits_for_a_person_and_a_change_does_not()
    {
        var builder = new StackBuilder { Target = target => target with { DriftPolicy = DriftPolicy.Flag } }.Service("web").Service("db");
        var world = Planning.Running(builder.Build());
        world.Change("db", it => it with { State = "exited", ExitCode = 1 });
        builder.ComposeHash = "compose-2";
        var spec = builder.Service("web", it => it with { InputsHash = "other" }).Build();

        var plan = world.PlanOf(spec);

        Assert.Equal(["pull", "up -web", "verify"], plan.Steps());
        Assert.Equal(["AwaitingAcknowledgement: up +db", "AwaitingAcknowledgement: verify"], plan.HeldSteps());
        Assert.Contains("drift", plan.Hold(HoldReason.AwaitingAcknowledgement).Message);
    }

    [Fact]
    public void A_change_flagged_waits_for_a_person_and_drift_does_not()
    {
        var builder = new StackBuilder { Target = target => target with { ChangePolicy = ChangePolicy.Flag } };
        builder.Service("web").Service("db");
        var world = new StackWorld();
        var target = builder.Target;
        builder.Target = it => it;
        world.Settle(builder.Build());
        builder.Target = target;
        world.Change("db", it => it with { State = "exited", ExitCode = 1 });
        builder.ComposeHash = "compose-2";
        builder.Checksum = "content-2";
        var spec = builder.Service("web", it => it with { InputsHash = "other" }).Build();

        var plan = world.PlanOf(spec);

        Assert.Equal(["up +db", "verify"], plan.Steps());
        Assert.Equal(
            ["AwaitingAcknowledgement: layout", "AwaitingAcknowledgement: pull", "AwaitingAcknowledgement: up -web", "AwaitingAcknowledgement: verify"],
            plan.HeldSteps());
    }

    [Fact]
    public void A_held_change_lets_the_old_containers_start_and_makes_no_new_one()
    {
        var builder = new StackBuilder().Service("web", it => it with { Scale = 2 });
        var world = Planning.Running(builder.Build());
        builder.Target = target => target with { ChangePolicy = ChangePolicy.Flag };
        builder.Service("web", it => it with { Scale = 3, InputsHash = "other" });
        world.Change(world.Containers[0], it => it with { State = "exited", ExitCode = 1 });

        var plan = world.PlanOf(builder.Build());

        Assert.Equal(["up +web", "verify"], plan.Steps());
        Assert.Contains("AwaitingAcknowledgement: up -web", plan.HeldSteps());
    }

    [Fact]
    public void The_first_apply_is_a_change()
    {
        var builder = new StackBuilder { Target = target => target with { ChangePolicy = ChangePolicy.Flag } }.Service("web");

        var plan = new StackWorld().PlanOf(builder.Build());

        Assert.Empty(plan.Steps());
        Assert.Contains("changes", plan.Hold(HoldReason.AwaitingAcknowledgement).Message);
    }

    [Fact]
    public void A_new_service_beside_old_ones_is_a_change()
    {
        var builder = new StackBuilder().Service("web");
        var world = Planning.Running(builder.Build());
        builder.Target = target => target with { DriftPolicy = DriftPolicy.Flag };
        builder.ComposeHash = "compose-2";

        Assert.Contains("up +db", world.PlanOf(builder.Service("db").Build()).Steps());
    }

    [Fact]
    public void A_comment_under_flagged_changes_is_written_for_no_container_sees_it()
    {
        var builder = new StackBuilder().Service("web");
        var world = Planning.Running(builder.Build());
        builder.Target = target => target with { ChangePolicy = ChangePolicy.Flag };
        builder.Checksum = "content-2";

        Assert.Equal(["layout"], world.PlanOf(builder.Build()).Steps());
    }

    [Fact]
    public void With_reconciling_off_everything_is_told_and_nothing_runs()
    {
        var builder = new StackBuilder().Service("web");
        var world = Planning.Running(builder.Build());
        builder.Target = target => target with { ReconcileEnabled = false };
        world.Containers.Clear();

        var plan = world.PlanOf(builder.Build());

        Assert.Equal(["scale"], plan.Kinds());
        Assert.Empty(plan.Steps());
        Assert.Contains("switched off", plan.Hold(HoldReason.Suspended).Message);
    }

    [Fact]
    public void A_service_that_went_from_the_file_is_kept_unless_removal_is_enabled()
    {
        var builder = new StackBuilder().Service("web").Service("db");
        var world = Planning.Running(builder.Build());
        world.Change("web", it => it with { State = "exited", ExitCode = 1 });
        builder.Without("db");

        var plan = world.PlanOf(builder.Build());

        Assert.Equal(["up +web", "verify"], plan.Steps());
        Assert.Empty(plan.HeldSteps());
        Assert.Contains("is kept", plan.Hold(HoldReason.RemovalNotEnabled).Message);
        Assert.Contains("orphan", plan.Kinds());
    }

    [Fact]
    public void A_stack_is_as_it_should_be_with_a_service_that_is_only_kept_so_that_its_dependents_go_on()
    {
        var builder = new StackBuilder().Service("web").Service("db");
        var world = Planning.Running(builder.Build());

        var plan = world.PlanOf(builder.Without("db").Build());

        Assert.Equal((false, true, Kernel.Planning.Health.Healthy), (plan.Differs, plan.Steps.IsEmpty, plan.Health));
        Assert.True(Assert.Single(plan.Differences).OnlyTold);
        Assert.NotEmpty(plan.Holds);
    }

    [Fact]
    public void With_removal_enabled_it_is_removed_by_id_after_everything_else()
    {
        var builder = new StackBuilder().Service("web").Service("db");
        var world = Planning.Running(builder.Build());
        world.Change("web", it => it with { State = "exited", ExitCode = 1 });
        builder.Without("db").Target = target => target with { RemoveEnabled = true };

        var plan = world.PlanOf(builder.Build());

        Assert.Equal(["up +web", "verify", "remove 1"], plan.Steps());
        Assert.True(plan.Steps[^1].Destructive);
        Assert.True(world.Settle(builder.Build()).IsInSync);
        Assert.Equal("web", Assert.Single(world.Containers).Service);
    }

    [Fact]
    public void A_removal_under_flagged_changes_waits_for_a_person()
    {
        var builder = new StackBuilder().Service("web").Service("db");
        var world = Planning.Running(builder.Build());
        builder.Without("db").Target = target => target with { RemoveEnabled = true, ChangePolicy = ChangePolicy.Flag };

        Assert.Equal(["AwaitingAcknowledgement: remove 1"], world.PlanOf(builder.Build()).HeldSteps());
    }
}
