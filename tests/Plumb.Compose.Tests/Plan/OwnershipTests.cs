using Plumb.Kernel.Gates;

namespace Plumb.Compose.Tests.Plan;

public sealed class OwnershipTests
{
    private static readonly Func<Compose.Model.ComposeSpec, Compose.Model.ComposeSpec> Adopting = spec => spec with { Adopt = true };

    [Fact]
    public void A_strangers_project_is_held_and_never_touched()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = new StackWorld();
        world.Make(spec, "web", marked: false);
        world.Make(spec, "mail", marked: false);

        var plan = world.PlanOf(spec);

        Assert.Empty(plan.Steps);
        Assert.Contains("web-web-1 was not made by Plumb", plan.Hold(HoldReason.NotOurs).Message);
    }

    [Theory]
    [InlineData("elsewhere", "source/infra", "web", "the Plumb instance elsewhere")]
    [InlineData("here", "source/other", "web", "the stack web of source/other")]
    [InlineData("here", "source/infra", "shop", "the stack shop of source/infra")]
    public void A_project_of_another_owner_is_held_by_the_owners_name(string instance, string scope, string path, string named)
    {
        var builder = new StackBuilder().Service("web");
        builder.Spec = spec => spec with { Ownership = new(instance, scope, path) };
        var world = Planning.Running(builder.Build());
        builder.Spec = spec => spec;

        var plan = world.PlanOf(builder.Build());

        Assert.Empty(plan.Steps);
        Assert.Contains(named, plan.Hold(HoldReason.NotOurs).Message);
    }

    [Fact]
    public void One_container_of_another_owner_in_our_project_holds_all_of_it()
    {
        var builder = new StackBuilder().Service("web").Service("db");
        var world = Planning.Running(builder.Build());
        world.Change("db", it => it with { State = "exited", ExitCode = 1 });
        world.Change("web", it => it with { Mark = it.Mark! with { Ownership = new("elsewhere", "source/infra", "web") } });

        Assert.Empty(world.PlanOf(builder.Build()).Steps);
    }

    [Fact]
    public void To_adopt_records_and_recreates_nothing()
    {
        var builder = new StackBuilder { Spec = Adopting }.Service("web").Service("db");
        var world = new StackWorld { Layout = new() { Checksum = "content-1", Changed = [], Stale = [] } };
        var spec = builder.Build();
        world.MakeNetwork("web_default");
        world.Make(spec, "web", marked: false);
        world.Make(spec, "db", marked: false);
        var before = world.Containers.ToList();

        Assert.Equal(["adopt"], world.PlanOf(spec).Steps());
        Assert.True(world.Settle(spec).IsInSync);
        Assert.Equal(before, world.Containers);
    }

    [Fact]
    public void An_adopted_service_gets_our_labels_when_its_inputs_change()
    {
        var builder = new StackBuilder { Spec = Adopting }.Service("web").Service("db");
        var world = new StackWorld { Layout = new() { Checksum = "content-1", Changed = [], Stale = [] } };
        var spec = builder.Build();
        world.MakeNetwork("web_default");
        world.Make(spec, "web", marked: false);
        var db = world.Make(spec, "db", marked: false);
        world.Settle(spec);

        var changed = builder.Service("web", it => it with { InputsHash = "other" }).Build();

        Assert.True(world.Settle(changed).IsInSync);
        Assert.Equal(StackBuilder.Ours, world.One("web").Mark?.Ownership);
        Assert.Equal(db.Id, world.One("db").Id);
    }

    [Fact]
    public void To_adopt_takes_nothing_of_ours_for_newer_than_its_label_says()
    {
        var world = Planning.Running(new StackBuilder().Service("web", it => it with { InputsHash = "older" }).Service("db").Build());
        world.Change("db", it => it with { Mark = it.Mark! with { Ownership = new("elsewhere", "source/infra", "web") } });
        var spec = new StackBuilder { Spec = Adopting }.Service("web").Service("db").Build();
        Assert.Equal(["adopt"], world.PlanOf(spec).Steps());
        world.Do(spec, (Compose.Model.ComposeStep)world.PlanOf(spec).Steps[0]);

        Assert.Equal(["inputs"], world.PlanOf(spec).Kinds());
    }

    [Fact]
    public void What_would_not_be_ours_after_it_is_not_adopted()
    {
        var world = Planning.Running(new StackBuilder().Service("web").Service("theirs").Build());
        world.Change("theirs", it => it with { Mark = it.Mark! with { Ownership = new("elsewhere", "source/infra", "web") } });
        var plan = world.PlanOf(new StackBuilder { Spec = Adopting }.Service("web").Build());

        Assert.Empty(plan.Steps);
        Assert.Contains("elsewhere", plan.Hold(Kernel.Gates.HoldReason.NotOurs).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_we_made_stays_ours_when_all_of_it_is_made_again_by_hand()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        world.Adoption = new("web", spec.Ownership, world.Now, "plumb", new Dictionary<string, string>(StringComparer.Ordinal)) { Made = true };
        world.Containers.Clear();
        world.Make(spec, "web", marked: false);

        Assert.Equal(["replaced"], world.PlanOf(spec).Kinds());
        Assert.True(world.Settle(spec).IsInSync);
    }

    [Fact]
    public void It_is_a_strangers_when_there_is_a_service_in_it_that_we_do_not_know()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        world.Adoption = new("web", spec.Ownership, world.Now, "plumb", new Dictionary<string, string>(StringComparer.Ordinal)) { Made = true };
        world.Containers.Clear();
        world.Make(spec, "web", marked: false);
        world.Make(spec, "mail", marked: false);

        Assert.Contains("web-mail-1", world.PlanOf(spec).Hold(HoldReason.NotOurs).Message);
    }

    [Fact]
    public void Two_stacks_with_one_project_name_are_held_by_name()
    {
        var builder = new StackBuilder { Spec = spec => spec with { ProjectRivals = ["shop"] } }.Service("web");

        var plan = new StackWorld().PlanOf(builder.Build());

        Assert.Empty(plan.Steps);
        Assert.Contains("shop", plan.Hold(HoldReason.ProjectConflict).Message);
    }

    [Fact]
    public void Refused_content_is_held_by_file_and_rule()
    {
        var builder = new StackBuilder { Spec = spec => spec with { Rendered = null, Refusal = new("compose.yaml", "yaml.depth", "too deep") } }.Service("web");

        var plan = new StackWorld().PlanOf(builder.Build());

        Assert.Empty(plan.Steps);
        Assert.Equal("compose.yaml: yaml.depth: too deep", plan.Hold(HoldReason.Refused).Message);
    }
}
