using Plumb.Compose.Model;

namespace Plumb.Compose.Tests.Plan;

/// <summary>Whatever a killed Compose leaves, the next plans mend: nothing twice, nothing lost, no name left over.</summary>
public sealed class InterruptedUpTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    public void Every_instant_of_a_recreation_is_recovered_from(int scale, int missing)
    {
        var builder = new StackBuilder().Service("web", it => it with { Scale = scale }).Service("db");
        var changed = new StackBuilder { ComposeHash = "compose-2" }.Service("web", it => it with { Scale = scale, InputsHash = "other" }).Service("db");
        for (var cut = 0; ; cut++)
        {
            var world = Planning.Running(builder.Build());
            world.Containers.RemoveAll(it => it.Service == "web" && it.Number <= missing);
            var db = world.One("db");
            var spec = changed.Build();
            var parts = world.PlanOf(spec).Steps.Cast<ComposeStep>().SelectMany(step => world.Parts(spec, step));
            var done = 0;
            foreach (var part in parts)
            {
                if (done == cut)
                    break;
                part();
                done++;
            }

            Assert.True(world.Settle(spec).IsInSync, $"cut after {cut}");
            var web = world.Containers.Where(it => it.Service == "web").ToList();
            Assert.Equal(scale, web.Count);
            Assert.All(web, it => Assert.Matches("^web-web-[0-9]$", it.Name));
            Assert.Equal(db, world.One("db"));
            if (done < cut)
                return;
        }
    }

    [Fact]
    public void A_new_one_whose_predecessor_is_gone_keeps_its_anonymous_volumes_and_gets_its_name()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        var only = world.Change("web", it => it with { Name = $"{new string('a', 12)}_web-web-1", State = "created" });

        Assert.Equal(["rename", "up +web", "verify"], world.PlanOf(spec).Steps());
        Assert.True(world.Settle(spec).IsInSync);
        Assert.Equal((only.Id, "web-web-1"), (world.One("web").Id, world.One("web").Name));
    }

    [Fact]
    public void A_new_one_whose_predecessor_is_there_goes()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        var old = world.One("web");
        world.Make(spec, "web", state: "created", name: $"{old.Id[..12]}_web-web-1");

        Assert.Equal(["remove 1"], world.PlanOf(spec).Steps());
        Assert.True(world.Settle(spec).IsInSync);
        Assert.Equal(old.Id, world.One("web").Id);
    }

    [Fact]
    public void It_goes_also_when_it_has_the_right_inputs_for_the_old_one_still_runs()
    {
        var world = Planning.Running(new StackBuilder().Service("web").Build());
        var old = world.One("web");
        var spec = new StackBuilder().Service("web", it => it with { InputsHash = "other" }).Build();
        world.Make(spec, "web", state: "created", name: $"{old.Id[..12]}_web-web-1");

        Assert.Equal(["remove 1", "pull", "up -web", "verify"], world.PlanOf(spec).Steps());
        Assert.DoesNotContain(old.Id, Assert.IsType<ComposeStep.RemoveContainers>(world.PlanOf(spec).Steps[0]).ContainerIds);
    }

    [Fact]
    public void A_service_that_is_named_so_in_the_file_keeps_its_name()
    {
        var name = $"{new string('b', 12)}_web";
        var spec = new StackBuilder().Service("web").Build();
        spec.Rendered!.Model["services"] = new System.Text.Json.Nodes.JsonObject { ["web"] = new System.Text.Json.Nodes.JsonObject { ["container_name"] = name } };
        var world = Planning.Running(spec);
        world.Change("web", it => it with { Name = name });

        Assert.Same(Kernel.Planning.Plan.InSync, world.PlanOf(spec));
    }
}
