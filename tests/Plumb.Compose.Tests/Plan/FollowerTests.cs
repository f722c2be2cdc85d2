namespace Plumb.Compose.Tests.Plan;

public sealed class FollowerTests
{
    private static StackBuilder Sharing() => new StackBuilder()
        .Service("vpn")
        .Service("app", it => it with { SharesNamespaceOf = ["vpn"], Networks = [] })
        .Service("web");

    [Theory]
    [InlineData("inputs", "pull;up -vpn;up -app;verify")]
    [InlineData("removed", "pull;up +vpn;up -app;verify")]
    [InlineData("stopped", "pull;up +vpn;up -app;verify")]
    public void Who_shares_a_namespace_goes_along(string what, string steps)
    {
        var builder = Sharing();
        var world = Planning.Running(builder.Build());
        if (what == "inputs")
            builder.Service("vpn", it => it with { InputsHash = "other" });
        else if (what == "removed")
            world.Containers.Remove(world.One("vpn"));
        else
            world.Change("vpn", it => it with { State = "exited", ExitCode = 137 });

        Assert.Equal(steps.Split(';'), world.PlanOf(builder.Build()).Steps());
        Assert.True(world.Settle(builder.Build()).IsInSync);
    }

    [Fact]
    public void It_is_otherwise_quiet()
    {
        var builder = Sharing();
        var world = Planning.Running(builder.Build());
        var vpn = world.One("vpn");
        world.Containers.Remove(world.One("app"));

        Assert.Equal(["pull", "up +app", "verify"], world.PlanOf(builder.Build()).Steps());
        world.Settle(builder.Build());
        Assert.Equal(vpn, world.One("vpn"));
    }

    [Fact]
    public void A_namespace_that_was_started_anew_by_itself_is_joined_anew()
    {
        var builder = Sharing();
        var world = Planning.Running(builder.Build());
        var later = world.Now.AddMinutes(1);
        world.Change("vpn", it => it with { Inspection = it.Inspection! with { StartedAt = later } });
        Assert.True(world.PlanOf(builder.Build()).IsInSync, "an inspection from before says nothing");
        world.Change("app", it => it with { Inspection = it.Inspection! with { InspectedAt = later.AddMinutes(1) } });

        var plan = world.PlanOf(builder.Build());

        Assert.Equal(("state", "app", "namespace"), Assert.Single(plan.Differences.Select(it => (it.Kind, it.Service, it.Field))));
        Assert.Equal(["pull", "up -app", "verify"], plan.Steps());
    }

    [Theory]
    [InlineData("app")]
    [InlineData("vpn")]
    public void That_one_of_them_is_paused_hides_nothing(string paused)
    {
        var builder = Sharing();
        var world = Planning.Running(builder.Build());
        var later = world.Now.AddMinutes(1);
        world.Change("vpn", it => it with { Inspection = it.Inspection! with { StartedAt = later } });
        world.Change("app", it => it with { Inspection = it.Inspection! with { InspectedAt = later.AddMinutes(1) } });
        world.Change(paused, it => it with { State = "paused" });

        Assert.Contains("up -app", world.PlanOf(builder.Build()).Steps());
    }

    [Fact]
    public void Who_asks_to_be_restarted_with_a_service_is_when_that_is_made_anew()
    {
        var builder = new StackBuilder().Service("db").Service("web", it => it with { DependsOn = [new("db", "service_started", Required: true, Restart: true)] });
        var world = Planning.Running(builder.Build());
        world.Change("db", it => it with { State = "exited", ExitCode = 1 });
        Assert.Equal(["up +db", "verify"], world.PlanOf(builder.Build()).Steps());

        builder.Service("db", it => it with { InputsHash = "other" });

        Assert.Equal(["pull", "up -db", "up -web", "verify"], world.PlanOf(builder.Build()).Steps());
    }

    [Fact]
    public void An_ordinary_dependent_is_left_alone()
    {
        var builder = new StackBuilder().Service("db").Service("web", it => it with { DependsOn = [new("db", "service_started", Required: true, Restart: false)] });
        var world = Planning.Running(builder.Build());
        builder.Service("db", it => it with { InputsHash = "other" });

        Assert.Equal(["pull", "up -db", "verify"], world.PlanOf(builder.Build()).Steps());
    }
}
