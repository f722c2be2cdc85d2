namespace Plumb.Compose.Tests.Plan;

public sealed class WaveTests
{
    private static StackBuilder Stack(string condition) => new StackBuilder()
        .Service("db", it => it with { HasHealthCheck = true })
        .Service("web", it => it with { DependsOn = [new("db", condition, Required: true, Restart: false)] });

    [Fact]
    public void Services_come_up_after_what_they_need_healthy() =>
        Assert.Equal(["layout", "pull", "up +db", "await db:healthy", "up +web", "verify"], new StackWorld().PlanOf(Stack("service_healthy").Build()).Steps());

    [Fact]
    public void What_is_only_needed_started_is_not_awaited() =>
        Assert.Equal(["layout", "pull", "up +db", "up +web", "verify"], new StackWorld().PlanOf(Stack("service_started").Build()).Steps());

    [Fact]
    public void What_is_healthy_already_is_not_awaited()
    {
        var world = Planning.Running(Stack("service_healthy").Build());
        world.Containers.Remove(world.One("web"));

        Assert.Equal(["pull", "up +web", "verify"], world.PlanOf(Stack("service_healthy").Build()).Steps());
    }

    [Fact]
    public void What_is_starting_is_awaited()
    {
        var world = Planning.Running(Stack("service_healthy").Build());
        world.Containers.Remove(world.One("web"));
        world.Change("db", it => it with { Health = "starting" });

        Assert.Equal(["pull", "await db:healthy", "up +web", "verify"], world.PlanOf(Stack("service_healthy").Build()).Steps());
    }
}
