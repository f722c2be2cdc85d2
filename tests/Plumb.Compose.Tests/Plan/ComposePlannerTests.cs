namespace Plumb.Compose.Tests.Plan;

public sealed class ComposePlannerTests
{
    [Fact]
    public void A_new_stack_is_written_pulled_and_brought_up_and_then_quiet()
    {
        var spec = new StackBuilder().Service("web").Service("db").Build();
        var world = new StackWorld();

        var plan = world.PlanOf(spec);

        Assert.Equal(["layout", "pull", "up +web +db", "verify"], plan.Steps());
        Assert.Equal(["content", "scale"], plan.Kinds());
        Assert.True(world.Settle(spec).IsInSync);
        Assert.Same(Kernel.Planning.Plan.InSync, world.PlanOf(spec));
    }

    [Fact]
    public void A_removed_container_is_made_again_and_no_other_is_named()
    {
        var spec = new StackBuilder().Service("web").Service("db").Build();
        var world = Planning.Running(spec);
        var db = world.One("db");
        world.Containers.Remove(world.One("web"));

        var plan = world.PlanOf(spec);

        Assert.Equal(["pull", "up +web", "verify"], plan.Steps());
        var difference = Assert.Single(plan.Differences);
        Assert.Equal(("scale", "web", "1", "0"), (difference.Kind, difference.Service, difference.Desired, difference.Actual));
        Assert.True(world.Settle(spec).IsInSync);
        Assert.Equal(db.Id, world.One("db").Id);
    }

    [Theory]
    [InlineData("exited", 1, "exited (1)", "up +web")]
    [InlineData("exited", 0, "exited (0)", "up +web")]
    [InlineData("created", null, "created", "up +web")]
    [InlineData("paused", null, "paused", "unpause")]
    [InlineData("dead", null, "dead", "remove 1")]
    [InlineData("removing", null, "removing", "remove 1")]
    public void A_container_that_does_not_run_is_repaired_without_recreating(string state, int? exit, string shown, string repair)
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        world.Change("web", it => it with { State = state, ExitCode = exit });

        var plan = world.PlanOf(spec);

        var difference = Assert.Single(plan.Differences, it => it.Kind == "state");
        Assert.Equal(("web", "running", shown), (difference.Service, difference.Desired, difference.Actual));
        Assert.Contains(repair, plan.Steps());
        Assert.True(world.Settle(spec).IsInSync);
    }

    [Fact]
    public void A_container_that_the_engine_restarts_is_told_and_left_to_the_engine()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        world.Change("web", it => it with { State = "restarting" });

        var plan = world.PlanOf(spec);

        Assert.Equal(["state"], plan.Kinds());
        Assert.Empty(plan.Steps);
        Assert.NotNull(plan.LookAgainAfter);
    }

    [Fact]
    public void One_of_twenty_services_changed_recreates_that_one()
    {
        var builder = new StackBuilder();
        for (var i = 0; i < 20; i++)
            builder.Service($"s{i}");
        var world = Planning.Running(builder.Build());
        var before = world.Containers.ToDictionary(it => it.Service, it => it.Id, StringComparer.Ordinal);
        builder.ComposeHash = "compose-2";
        var spec = builder.Service("s7", it => it with { InputsHash = "other" }).Build();

        var plan = world.PlanOf(spec);

        Assert.Equal(["pull", "up -s7", "verify"], plan.Steps());
        Assert.True(world.Settle(spec).IsInSync);
        Assert.Equal("s7", Assert.Single(world.Containers, it => it.Id != before[it.Service]).Service);
    }

    [Fact]
    public void A_new_revision_message_or_sequence_touches_nothing()
    {
        var builder = new StackBuilder().Service("web");
        var world = Planning.Running(builder.Build());
        builder.Target = target => target with { Revision = "abc", CommitMessage = "other", Sequence = 99 };

        Assert.True(world.PlanOf(builder.Build()).IsInSync);
    }

    [Fact]
    public void A_comment_in_the_file_writes_the_file_and_touches_no_container()
    {
        var builder = new StackBuilder { Checksum = "content-1" }.Service("web");
        var world = Planning.Running(builder.Build());
        builder.Checksum = "content-2";

        Assert.Equal(["layout"], world.PlanOf(builder.Build()).Steps());
        Assert.True(world.Settle(builder.Build()).IsInSync);
    }

    [Fact]
    public void A_missing_or_unreadable_label_is_a_change_of_inputs()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        world.Change("web", it => it with { Mark = it.Mark! with { InputsHash = null } });

        var difference = Assert.Single(world.PlanOf(spec).Differences);

        Assert.Equal(("inputs", "web", "unreadable"), (difference.Kind, difference.Service, difference.Actual));
        Assert.True(world.Settle(spec).IsInSync);
    }

    [Fact]
    public void A_container_made_by_hand_in_our_service_is_replaced()
    {
        var spec = new StackBuilder().Service("web").Service("db").Build();
        var world = Planning.Running(spec);
        world.Containers.Remove(world.One("web"));
        var stranger = world.Make(spec, "web", marked: false);

        var plan = world.PlanOf(spec);

        Assert.Equal(["replaced"], plan.Kinds());
        Assert.Equal(["pull", "remove 1", "up +web", "verify"], plan.Steps());
        Assert.True(world.Settle(spec).IsInSync);
        Assert.NotEqual(stranger.Id, world.One("web").Id);
    }

    [Fact]
    public void A_foreign_service_is_told_and_never_touched()
    {
        var spec = new StackBuilder().Service("web").Build();
        var world = Planning.Running(spec);
        var foreign = world.Make(spec, "extra", marked: false);

        var plan = world.PlanOf(spec);

        Assert.Equal(["foreign"], plan.Kinds());
        Assert.Empty(plan.Steps);
        Assert.Empty(plan.Holds);
        Assert.Contains(foreign, world.Containers);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("networks")]
    [InlineData("mounts")]
    public void Settings_that_were_changed_under_a_container_are_named_and_repaired(string field)
    {
        var spec = new StackBuilder().Service("web", it => it with { Volumes = ["web_data"] }).Build();
        var world = Planning.Running(spec);
        world.Change("web", it => field switch
        {
            "memory" => it with { Inspection = it.Inspection! with { Settings = new() { Memory = 64 } } },
            "networks" => it with { Networks = [] },
            _ => it with { Volumes = [] },
        });

        var plan = world.PlanOf(spec);

        var difference = Assert.Single(plan.Differences);
        Assert.Equal(("settings", "web", field), (difference.Kind, difference.Service, difference.Field));
        Assert.Contains("up -web", plan.Steps());
        Assert.True(world.Settle(spec).IsInSync);
    }

    [Theory]
    [InlineData("entrypoint")]
    [InlineData("command")]
    [InlineData("environment B")]
    public void A_container_made_anew_under_our_labels_with_something_else_in_it_is_named_and_repaired_without_its_values(string field)
    {
        var spec = new StackBuilder().Service("web", it => it with { Program = new(["/init"], ["serve"], ["A=1", "B=secret"]) }).Build();
        var world = Planning.Running(spec);
        Assert.True(world.PlanOf(spec).IsInSync);
        var program = spec.Rendered!.Services["web"].Program;
        world.Change("web", it => it with
        {
            Inspection = it.Inspection! with
            {
                Program = field switch
                {
                    "entrypoint" => program with { Entrypoint = [] },
                    "command" => program with { Command = ["serve", "otherwise"] },
                    _ => program with { Environment = ["PATH=/bin", "A=1", "B=other"] },
                },
            },
        });

        var plan = world.PlanOf(spec);

        var difference = Assert.Single(plan.Differences);
        Assert.Equal(("settings", "web", field, "as declared", "another"), (difference.Kind, difference.Service, difference.Field, difference.Desired, difference.Actual));
        Assert.Contains("up -web", plan.Steps());
        Assert.True(world.Settle(spec).IsInSync);
    }

    [Fact]
    public void What_the_image_says_of_a_container_besides_the_file_is_no_difference()
    {
        var spec = new StackBuilder().Service("web", it => it with { Program = new(Entrypoint: null, ["serve"], ["A=1"]) }).Build();
        var world = Planning.Running(spec);

        world.Change("web", it => it with { Inspection = it.Inspection! with { Program = new(["/image"], ["serve"], ["PATH=/bin", "A=1"]) } });
        Assert.True(world.PlanOf(spec).IsInSync);
        world.Change("web", it => it with { Inspection = it.Inspection! with { Program = null } });
        Assert.True(world.PlanOf(spec).IsInSync);
    }

    [Theory]
    [InlineData("memory", true)]
    [InlineData("restart", true)]
    [InlineData("pids", true)]
    [InlineData("nano cpus", false)]
    [InlineData("cpu set", false)]
    public void Limits_that_the_engine_can_mend_recreate_nothing(string field, bool mends)
    {
        var spec = new StackBuilder().Service("web", it => it with { Settings = new() { Memory = 1024, MemorySwap = 2048 } }).Build();
        var world = Planning.Running(spec);
        var id = Assert.Single(world.Containers).Id;
        world.Change("web", it => it with
        {
            Inspection = it.Inspection! with
            {
                Settings = field switch
                {
                    "memory" => it.Inspection.Settings with { Memory = 64 },
                    "restart" => it.Inspection.Settings with { Restart = "always" },
                    "pids" => it.Inspection.Settings with { PidsLimit = 5 },
                    "nano cpus" => it.Inspection.Settings with { NanoCpus = 5 },
                    _ => it.Inspection.Settings with { CpusetCpus = "0" },
                },
            },
        });

        var plan = world.PlanOf(spec);

        Assert.Equal(("settings", "web", field), (plan.Differences[0].Kind, plan.Differences[0].Service, plan.Differences[0].Field));
        Assert.Equal(mends, plan.Steps().SequenceEqual(["update web"]));
        Assert.True(world.Settle(spec).IsInSync);
        Assert.Equal(mends, world.Containers[0].Id == id);
    }

    [Fact]
    public void What_is_made_anew_anyway_is_not_mended_before()
    {
        var spec = new StackBuilder().Service("web", it => it with { Settings = new() { Memory = 1024 } }).Build();
        var world = Planning.Running(spec);
        world.Change("web", it => it with { Networks = [], Inspection = it.Inspection! with { Settings = new() { Memory = 64 } } });

        Assert.DoesNotContain("update web", world.PlanOf(spec).Steps());
    }

    [Fact]
    public void Limits_are_not_judged_before_the_first_inspection()
    {
        var spec = new StackBuilder().Service("web", it => it with { Settings = new() { Memory = 1024 } }).Build();
        var world = Planning.Running(spec);
        world.Change("web", it => it with { Inspection = null });

        Assert.True(world.PlanOf(spec).IsInSync);
    }
}
