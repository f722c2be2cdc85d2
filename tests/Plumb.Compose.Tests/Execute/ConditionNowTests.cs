using Plumb.Compose.Execute;
using Plumb.Compose.Model;
using Plumb.Compose.Tests.Plan;

namespace Plumb.Compose.Tests.Execute;

public sealed class ConditionNowTests
{
    [Theory]
    [InlineData("service_started", "running", null, "none", "Met")]
    [InlineData("service_started", "exited", 0, "none", "Met")]
    [InlineData("service_started", "exited", 1, "none", "Never")]
    [InlineData("service_started", "created", null, "none", "Never")]
    [InlineData("service_healthy", "created", null, "none", "Never")]
    [InlineData("service_completed_successfully", "created", null, "none", "Never")]
    [InlineData("service_completed_successfully", "paused", null, "none", "Never")]
    [InlineData("service_completed_successfully", "restarting", 1, "none", "NotYet")]
    [InlineData("service_started", "removing", null, "none", "NotYet")]
    [InlineData("service_healthy", "running", null, "healthy", "Met")]
    [InlineData("service_healthy", "running", null, "starting", "NotYet")]
    [InlineData("service_healthy", "running", null, "unhealthy", "Never")]
    [InlineData("service_healthy", "exited", 0, "none", "Never")]
    [InlineData("service_completed_successfully", "running", null, "none", "NotYet")]
    [InlineData("service_completed_successfully", "exited", 0, "none", "Met")]
    [InlineData("service_completed_successfully", "exited", 3, "none", "Never")]
    [InlineData("service_healthy", "restarting", 1, "none", "NotYet")]
    public void Table(string condition, string state, int? exit, string health, string stands)
    {
        var world = new StackWorld();
        world.Change(world.Make(new StackBuilder().Service("db").Build(), "db"), it => it with { State = state, ExitCode = exit, Health = health });

        Assert.Equal(stands, Of(condition, world, desired: null).GetType().Name);
    }

    [Fact]
    public void A_service_without_containers_never_comes_by_waiting() =>
        Assert.IsType<ConditionNow.Never>(ConditionNow.Of(new("db", "service_started", Required: true, Restart: false), new("web", [], Adoption: null), desired: null));

    [Theory]
    [InlineData("always", true)]
    [InlineData("unless-stopped", true)]
    [InlineData("on-failure", false)]
    [InlineData("no", false)]
    public void What_the_engine_always_starts_again_never_completes(string restart, bool never)
    {
        var spec = new StackBuilder().Service("db", service => service with { Restart = restart }).Build();
        var world = new StackWorld();
        world.Make(spec, "db");

        Assert.Equal(never, Of("service_completed_successfully", world, spec.Rendered!.Services["db"]) is ConditionNow.Never);
        Assert.IsType<ConditionNow.Met>(Of("service_started", world, spec.Rendered!.Services["db"]));
    }

    private static ConditionNow Of(string condition, StackWorld world, RenderedService? desired) =>
        ConditionNow.Of(new(Service: "db", condition, Required: true, Restart: false), new("web", world.Containers, Adoption: null), desired);
}
