using Plumb.Compose.Model;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Plan;

public sealed class HealthTests
{
    private static readonly Func<RenderedService, RenderedService> Checked = it => it with { HasHealthCheck = true };

    [Fact]
    public void A_service_that_starts_is_progressing_and_looked_at_again_soon()
    {
        var world = Starting(age: TimeSpan.FromSeconds(4));

        var plan = world.PlanOf(new StackBuilder().Service("web", Checked).Build());

        Assert.Equal((Health.Progressing, TimeSpan.FromSeconds(2)), (plan.Health, plan.LookAgainAfter));
        Assert.Empty(plan.Differences);
    }

    [Theory]
    [InlineData("starting")]
    [InlineData("unhealthy")]
    public void One_that_is_not_healthy_beyond_its_timeout_is_told_and_held(string health)
    {
        var world = Starting(age: TimeSpan.FromMinutes(3), health);

        var plan = world.PlanOf(new StackBuilder().Service("web", Checked).Build());

        Assert.Equal(Health.Unhealthy, plan.Health);
        Assert.Equal(["health"], plan.Kinds());
        Assert.Empty(plan.Steps);
        Assert.Contains("repairUnhealthy", plan.Hold(HoldReason.NeedsDecision).Message);
    }

    [Fact]
    public void It_is_recreated_when_the_stack_asks_for_it()
    {
        var world = Starting(age: TimeSpan.FromMinutes(3), "unhealthy");
        var builder = new StackBuilder().Service("web", Checked);
        builder.Target = target => target with { Settings = target.Settings with { RepairUnhealthy = true } };

        Assert.Equal(["pull", "up -web", "verify"], world.PlanOf(builder.Build()).Steps());
    }

    [Fact]
    public void Three_agreeing_looks_make_a_crash_loop()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        world.Change("web", it => it with { State = "restarting", ExitCode = 3, Inspection = it.Inspection! with { RestartCount = 9, CrashLooks = 2 } });
        Assert.Equal(Health.Progressing, world.PlanOf(spec).Health);
        world.Change("web", it => it with { State = "running", ExitCode = null, Inspection = it.Inspection! with { CrashLooks = 3 } });

        var plan = world.PlanOf(spec);

        Assert.Equal(Health.Unhealthy, plan.Health);
        Assert.Contains("crash loop, restarted 9 times", Assert.Single(plan.Differences).Actual);
        Assert.Contains("web is in a crash loop", plan.Hold(HoldReason.NeedsDecision).Message);
    }

    [Fact]
    public void One_that_ended_with_an_error_is_not_healthy_and_says_its_exit_code()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        world.Change("web", it => it with { State = "exited", ExitCode = 42 });

        var plan = world.PlanOf(spec);

        Assert.Equal(Health.Unhealthy, plan.Health);
        Assert.Contains("42", plan.HealthMessage);
    }

    private static StackWorld Starting(TimeSpan age, string health = "starting")
    {
        var world = Planning.Running(new StackBuilder().Service("web", Checked).Build());
        world.Change("web", it => it with
        {
            Health = health,
            Inspection = it.Inspection! with { StartedAt = world.Now - age, UnhealthySince = health == "unhealthy" ? world.Now - age : null },
        });
        return world;
    }
}
