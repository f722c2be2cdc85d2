using Plumb.Kernel.Gates;

namespace Plumb.Compose.Tests.Plan;

public sealed class ResourceTests
{
    [Fact]
    public void A_lost_network_recreates_its_users_and_no_other()
    {
        var builder = new StackBuilder().Service("web", it => it with { Networks = ["web_front"] }).Service("db");
        var world = Planning.Running(builder.Build());
        world.Networks.Remove("web_front");

        var plan = world.PlanOf(builder.Build());

        Assert.Equal(("resource", "network", "web_front"), Assert.Single(plan.Differences.Select(it => (it.Kind, it.Field!, it.Desired!))));
        Assert.Equal(["pull", "up -web", "verify"], plan.Steps());
        Assert.True(world.Settle(builder.Build()).IsInSync);
    }

    [Fact]
    public void Other_options_of_an_existing_volume_wait_for_a_decision_and_keep_its_data()
    {
        var builder = new StackBuilder().Service("db", it => it with { Volumes = ["web_data"] }).Service("web");
        var world = Planning.Running(builder.Build());
        var db = world.One("db");
        builder.ComposeHash = "compose-2";
        builder.Service("db", it => it with { Volumes = ["web_data"], InputsHash = "other" }).Service("web", it => it with { InputsHash = "other" });
        builder.Volume("web_data", "local", ("type", "tmpfs"), ("password", "hidden"));

        var plan = world.PlanOf(builder.Build());

        Assert.Contains("web_data", plan.Hold(HoldReason.NeedsDecision).Message);
        Assert.Equal(["pull", "up -web", "verify"], plan.Steps());
        Assert.DoesNotContain("hidden", Planning.Text(plan), StringComparison.Ordinal);
        world.Settle(builder.Build());
        Assert.Equal(db, world.One("db"));
    }

    [Fact]
    public void A_service_that_waits_for_a_decision_is_still_started()
    {
        var builder = new StackBuilder().Service("db", it => it with { Volumes = ["web_data"] });
        var world = Planning.Running(builder.Build());
        builder.Volume("web_data", "nfs");
        world.Change("db", it => it with { State = "exited", ExitCode = 1 });

        Assert.Equal(["up +db", "verify"], world.PlanOf(builder.Build()).Steps());
    }
}
