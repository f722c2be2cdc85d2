using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Plan;

public sealed class DepartedTests
{
    private static readonly RemovalTerms Allowed = new(Allowed: true, Volumes: false, KeepRunning: false);

    [Fact]
    public void Without_permission_it_is_kept()
    {
        var plan = PlanOf(Running(), Allowed with { Allowed = false });

        Assert.Equal(["RemovalNotEnabled: down"], plan.HeldSteps());
        Assert.Equal(["orphan"], plan.Kinds());
    }

    [Fact]
    public void A_stack_of_which_only_labels_are_known_is_kept() => Assert.Equal(["RemovalNotEnabled: down"], PlanOf(Running(), terms: null).HeldSteps());

    [Fact]
    public void With_permission_it_goes_whole()
    {
        var plan = PlanOf(Running(), Allowed with { Volumes = true });

        var down = Assert.IsType<ComposeStep.Down>(Assert.Single(plan.Steps));
        Assert.Equal((true, true, true), (down.WholeProject, down.Volumes, down.Destructive));
        Assert.Null(down.Hold);
    }

    [Fact]
    public void Beside_others_only_ours_goes_and_no_volume()
    {
        var world = Running();
        var ours = world.One("web");
        world.Make(new StackBuilder().Service("web").Build(), "extra", marked: false);

        var down = Assert.IsType<ComposeStep.Down>(Assert.Single(PlanOf(world, Allowed with { Volumes = true }).Steps));

        Assert.Equal((false, false), (down.WholeProject, down.Volumes));
        Assert.Equal([ours.Id], down.ContainerIds);
    }

    [Fact]
    public void One_that_keeps_running_counts_as_gone() => Assert.True(PlanOf(Running(), Allowed with { KeepRunning = true }).IsInSync);

    [Fact]
    public void What_a_cut_off_removal_left_goes_too()
    {
        var world = Running();
        world.Containers.Clear();

        Assert.IsType<ComposeStep.Down>(Assert.Single(PlanOf(world, Allowed).Steps));
        world.Networks.Clear();
        Assert.True(PlanOf(world, Allowed).IsInSync);
    }

    [Fact]
    public void A_stack_that_is_orphaned_in_its_source_is_kept_and_told()
    {
        var world = Running();
        var builder = new StackBuilder { Target = target => target with { Orphaned = true } }.Service("web");

        var plan = world.PlanOf(builder.Build());

        Assert.Contains("not enabled", plan.Hold(HoldReason.RemovalNotEnabled).Message);
        Assert.Empty(plan.Steps());
    }

    private static StackWorld Running() => Planning.Running(new StackBuilder().Service("web").Build());

    private static Kernel.Planning.Plan PlanOf(StackWorld world, RemovalTerms? terms) => new ComposePlanner().Plan(
        new("web"),
        desired: null,
        Look<StackSeen>.Present(world.Look() with { Removal = terms, Owner = terms is null ? null : StackBuilder.Ours }),
        new(world.Now, Complete: true, DesiredComplete: true));
}
