using Plumb.Compose.Model;

namespace Plumb.Compose.Tests.Plan;

public sealed class OneShotTests
{
    private static StackBuilder Stack() => new StackBuilder()
        .Service("migrate", it => it with { MayFinish = true })
        .Service("web", it => it with { DependsOn = [new("migrate", "service_completed_successfully", Required: true, Restart: false)] });

    [Fact]
    public void A_finished_one_shot_is_as_it_should_be()
    {
        var world = Planning.Running(Stack().Build());

        Assert.Equal("exited", world.One("migrate").State);
        Assert.True(world.PlanOf(Stack().Build()).IsInSync);
    }

    [Fact]
    public void It_is_not_run_again_when_a_neighbour_is_healed()
    {
        var world = Planning.Running(Stack().Build());
        world.Containers.Remove(world.One("web"));

        Assert.Equal(["pull", "up +web", "verify"], world.PlanOf(Stack().Build()).Steps());
    }

    [Fact]
    public void One_that_others_wait_for_may_end_whatever_it_publishes()
    {
        var builder = Stack().Service("migrate", it => it with { MayFinish = false });
        var world = Planning.Running(builder.Build());
        world.Change("migrate", it => it with { State = "exited", ExitCode = 0 });

        Assert.True(world.PlanOf(builder.Build()).IsInSync);
    }

    [Fact]
    public void One_that_failed_is_started_again()
    {
        var world = Planning.Running(Stack().Build());
        world.Change("migrate", it => it with { ExitCode = 3 });

        Assert.Equal(["up +migrate", "verify"], world.PlanOf(Stack().Build()).Steps());
    }

    [Fact]
    public void Other_inputs_run_it_again_and_what_waits_for_it_is_left_alone()
    {
        var world = Planning.Running(Stack().Build());
        var web = world.One("web");
        var spec = Stack().Service("migrate", it => it with { MayFinish = true, InputsHash = "other" }).Build();

        Assert.Equal(["pull", "up -migrate", "verify"], world.PlanOf(spec).Steps());
        Assert.True(world.Settle(spec).IsInSync);
        Assert.Equal(web, world.One("web"));
    }

    [Fact]
    public void Who_needs_it_completed_waits_for_it()
    {
        Assert.Equal(["layout", "pull", "up +migrate", "await migrate:completed_successfully", "up +web", "verify"], new StackWorld().PlanOf(Stack().Build()).Steps());
    }

    [Fact]
    public void An_earlier_completion_does_not_count_when_it_runs_again()
    {
        var world = Planning.Running(Stack().Build());
        world.Containers.Remove(world.One("web"));
        var spec = Stack().Service("migrate", it => it with { MayFinish = true, InputsHash = "other" }).Build();

        Assert.Equal(["pull", "up -migrate", "await migrate:completed_successfully", "up +web", "verify"], world.PlanOf(spec).Steps());
    }

    [Fact]
    public void A_lost_network_does_not_run_it_again()
    {
        var world = Planning.Running(Stack().Service("web", it => it with { Networks = ["web_other"] }).Build());
        world.Networks.Remove("web_default");

        Assert.True(world.PlanOf(Stack().Service("web", it => it with { Networks = ["web_other"] }).Build()).IsInSync);
    }

    [Fact]
    public void It_does_not_follow_a_service_that_it_depended_on()
    {
        var builder = new StackBuilder().Service("db").Service("job", it => it with
        {
            MayFinish = true,
            DependsOn = [new ServiceDependency("db", "service_started", Required: true, Restart: true)],
        });
        var world = Planning.Running(builder.Build());
        var spec = builder.Service("db", it => it with { InputsHash = "other" }).Build();

        Assert.Equal(["pull", "up -db", "verify"], world.PlanOf(spec).Steps());
    }
}
