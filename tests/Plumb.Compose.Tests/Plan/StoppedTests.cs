namespace Plumb.Compose.Tests.Plan;

public sealed class StoppedTests
{
    private static StackBuilder Stopped() => new StackBuilder { Target = target => target with { Stopped = true } }
        .Service("db")
        .Service("web", it => it with { DependsOn = [new("db", "service_started", Required: true, Restart: false)] });

    [Fact]
    public void What_runs_is_stopped_in_the_reverse_order_and_then_it_is_in_sync()
    {
        var world = new StackWorld();
        var running = Stopped();
        running.Target = target => target;
        world.Settle(running.Build());
        var (db, web) = (world.One("db"), world.One("web"));

        var plan = world.PlanOf(Stopped().Build());

        Assert.Equal(["stop"], plan.Steps());
        Assert.Equal([web.Id, db.Id], Assert.IsType<Compose.Model.ComposeStep.Stop>(plan.Steps[0]).ContainerIds);
        Assert.True(world.Settle(Stopped().Build()).IsInSync);
        Assert.Equal([db.Id, web.Id], [world.One("db").Id, world.One("web").Id]);
    }

    [Fact]
    public void What_is_missing_is_not_made() => Assert.True(new StackWorld().PlanOf(Stopped().Build()).IsInSync);

    [Fact]
    public void A_service_that_went_from_the_file_is_stopped_too_as_long_as_it_is_there()
    {
        var world = new StackWorld();
        var running = Stopped();
        running.Target = target => target;
        world.Settle(running.Build());
        var web = world.One("web");
        var withoutWeb = new StackBuilder { Target = target => target with { Stopped = true } }.Service("db");

        Assert.Contains(web.Id, Assert.IsType<Compose.Model.ComposeStep.Stop>(world.PlanOf(withoutWeb.Build()).Steps[0]).ContainerIds);
        Assert.True(world.Settle(withoutWeb.Build()).IsInSync);
    }
}
