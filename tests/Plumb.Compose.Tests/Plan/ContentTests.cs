using Plumb.Compose.Model;

namespace Plumb.Compose.Tests.Plan;

public sealed class ContentTests
{
    private static StackBuilder Stack() => new StackBuilder().Service("web", it => it with { MountedContent = ["site.conf"] }).Service("db");

    [Fact]
    public void A_tracked_file_changed_on_disk_recreates_exactly_who_mounts_it()
    {
        var world = Planning.Running(Stack().Build());
        var (web, db) = (world.One("web"), world.One("db"));
        world.Layout = world.Layout with { Changed = ["site.conf"] };

        var plan = world.PlanOf(Stack().Build());

        Assert.Equal(("content", "web", "site.conf"), Assert.Single(plan.Differences.Select(it => (it.Kind, it.Service, it.Field))));
        Assert.Equal(["layout", "pull", "up -web", "verify"], plan.Steps());
        Assert.Contains(new StaleMount(web.Id, "site.conf"), Assert.IsType<ComposeStep.LayOut>(plan.Steps[0]).StaleContainers);
        Assert.True(world.Settle(Stack().Build()).IsInSync);
        Assert.NotEqual(web.Id, world.One("web").Id);
        Assert.Equal(db.Id, world.One("db").Id);
    }

    [Fact]
    public void One_that_nobody_mounts_is_only_written()
    {
        var world = Planning.Running(Stack().Build());
        world.Layout = world.Layout with { Changed = ["README"] };

        Assert.Equal(["layout"], world.PlanOf(Stack().Build()).Steps());
    }

    [Fact]
    public void A_container_that_was_noted_as_stale_is_recreated_though_the_file_is_right_again()
    {
        var world = Planning.Running(Stack().Build());
        world.Layout = world.Layout with { Stale = [new(world.One("web").Id, "site.conf")] };

        Assert.Equal(["pull", "up -web", "verify"], world.PlanOf(Stack().Build()).Steps());
        Assert.True(world.Settle(Stack().Build()).IsInSync);
    }

    [Fact]
    public void A_note_about_a_container_that_is_gone_says_nothing()
    {
        var world = Planning.Running(Stack().Build());
        world.Layout = world.Layout with { Stale = [new(new string('f', 64), "site.conf")] };

        Assert.True(world.PlanOf(Stack().Build()).IsInSync);
    }
}
