using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Agent.Desired;
using Plumb.Agent.Link;
using Plumb.Agent.State;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Platform.Failpoints;

namespace Plumb.Agent.Tests.Desired;

public sealed class DesiredBuilderTests : PlaneTests
{
    private readonly WorldDriver driver = new(new World());

    [Fact]
    public async Task A_stack_that_cannot_be_prepared_fails_alone_and_leaves_the_set_incomplete()
    {
        Plane.Publish("good", "app");
        Plane.Publish("bad", "app2");
        driver.NotNow = stack => stack.Name == "bad" ? "no memory left" : null;
        using var bench = new LinkBench(Plane, Data.Path);

        var set = await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);

        Assert.Equal("good", Assert.Single(set.Specs).Target.Name);
        var failure = Assert.Single(set.Failures);
        Assert.Equal(("bad", 1, "no memory left"), (failure.Stack.Name, failure.Count, failure.Error));
        Assert.False(set.Complete);
    }

    [Fact]
    public async Task A_driver_that_throws_over_one_stack_fails_that_one_alone()
    {
        Plane.Publish("good", "app");
        Plane.Publish("bad", "app2");
        driver.NotNow = stack => stack.Name == "bad" ? throw new InvalidOperationException("a fault of the driver") : null;
        using var bench = new LinkBench(Plane, Data.Path);

        var set = await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);

        Assert.Equal("good", Assert.Single(set.Specs).Target.Name);
        Assert.Contains("a fault of the driver", Assert.Single(set.Failures).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_prepared_keeps_what_was_desired_of_it_before()
    {
        Plane.Publish("web", "app");
        using var bench = new LinkBench(Plane, Data.Path);
        var builder = Builder(bench);
        var before = await builder.BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);
        Plane.Publish("web", "app", "db");
        driver.NotNow = _ => "not now";

        var after = await builder.BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);

        Assert.Equal(before.Specs[0].Fingerprint, Assert.Single(after.Specs).Fingerprint);
        Assert.Single(after.Failures);
    }

    [Fact]
    public async Task Content_that_is_not_to_be_had_is_a_failure_that_says_which()
    {
        var content = Stacks.Content("app");
        Plane.Set(t => t with { Stacks = [Stacks.Target("web", content)] });
        using var bench = new LinkBench(Plane, Data.Path);

        var set = await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);

        Assert.Contains(content.Checksum(), Assert.Single(set.Failures).Error, StringComparison.Ordinal);
        Assert.Empty(set.Specs);
    }

    [Fact]
    public async Task Content_is_fetched_once_and_only_for_what_changed()
    {
        Plane.Publish("one", "app");
        Plane.Publish("two", "db");
        using var bench = new LinkBench(Plane, Data.Path);
        await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);
        Plane.Publish("two", "db", "cache");

        await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);

        Assert.Equal(3, Plane.ContentReads);
    }

    [Fact]
    public async Task A_refused_stack_is_a_spec_that_says_so()
    {
        var refused = Stacks.Target("web", Stacks.Content("app")) with { Checksum = null, Refusal = new Refusal("compose.yaml", "yaml.depth", "too deep") };
        Plane.Set(t => t with { Stacks = [refused] });
        using var bench = new LinkBench(Plane, Data.Path);

        var set = await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);

        Assert.Equal("yaml.depth", Assert.Single(set.Specs).Refusal!.Rule);
        Assert.True(set.Complete);
    }

    [Fact]
    public async Task Two_stacks_with_one_project_name_name_each_other()
    {
        foreach (var name in (string[])["b", "a", "c"])
        {
            var content = Stacks.Content(name);
            Plane.Publish(Stacks.Target(name, content) with { Settings = new StackSettings { Project = name == "c" ? "own" : "same" } }, content);
        }

        using var bench = new LinkBench(Plane, Data.Path);
        var set = await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);

        Assert.Equal(["b"], set.Specs.Single(s => s.Target.Name == "a").ProjectRivals);
        Assert.Equal(["a"], set.Specs.Single(s => s.Target.Name == "b").ProjectRivals);
        Assert.Empty(set.Specs.Single(s => s.Target.Name == "c").ProjectRivals);
    }

    [Fact]
    public async Task Dependencies_become_ids_of_the_same_source_and_an_unknown_path_stays_by_name()
    {
        var (web, db) = (Stacks.Content("app"), Stacks.Content("db"));
        Plane.Publish(Stacks.Target("web", web) with { Settings = new StackSettings { DependsOn = ["db", "nowhere"] } }, web);
        Plane.Publish(Stacks.Target("db", db), db);
        using var bench = new LinkBench(Plane, Data.Path);

        var set = await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);

        Assert.Equal(
            [new ObjectId("id-db"), new ObjectId(Stacks.Scope + ":nowhere")], set.Specs.Single(s => s.Target.Name == "web").DependsOn);
    }

    [Fact]
    public async Task A_stack_whose_project_no_other_can_want_is_told_before_all_are_prepared()
    {
        Plane.Publish("alone", "app");
        foreach (var name in (string[])["a", "b"])
        {
            var content = Stacks.Content(name);
            Plane.Publish(Stacks.Target(name, content) with { Settings = new StackSettings { Project = "same" } }, content);
        }

        var waiting = Stacks.Content("waiting");
        Plane.Publish(Stacks.Target("waiting", waiting) with { Settings = new StackSettings { DependsOn = ["alone"] } }, waiting);
        driver.NotNow = stack => stack.Name == "waiting" ? "not now" : null;
        using var bench = new LinkBench(Plane, Data.Path);
        var told = new List<Plumb.Compose.Model.ComposeSpec>();

        var set = await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), told.Add, CancellationToken.None);

        Assert.Equal("alone", Assert.Single(told).Target.Name);
        var (early, late) = (told[0], set.Specs.Single(s => s.Target.Name == "alone"));
        Assert.Equal(SpecIdentity.Of(late, ""), SpecIdentity.Of(early, ""));
    }

    [Fact]
    public async Task What_one_stack_still_has_another_is_not_sure_to_get()
    {
        Plane.Publish("old", "app");
        using var bench = new LinkBench(Plane, Data.Path);
        var builder = Builder(bench);
        await builder.BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None);
        foreach (var (name, project) in (IReadOnlyList<(string, string)>)[("old", "other"), ("wants", "old"), ("alone", "alone")])
        {
            var content = Stacks.Content(name + "2");
            Plane.Publish(Stacks.Target(name, content) with { Settings = new StackSettings { Project = project } }, content);
        }

        var told = new List<Plumb.Compose.Model.ComposeSpec>();
        await builder.BuildAsync(Plane.Target, NoneRolledBack, Handled(), told.Add, CancellationToken.None);

        Assert.DoesNotContain(told, it => it.Target.Name == "wants");
        Assert.Contains(told, it => it.Target.Name == "alone");
    }

    [Fact]
    public async Task While_one_stack_could_want_any_project_none_is_told_before_the_others()
    {
        Plane.Publish("web", "app");
        Plane.Publish("db", "app2");
        driver.AnyProject = stack => stack.Name == "db";
        using var bench = new LinkBench(Plane, Data.Path);
        var told = new List<Plumb.Compose.Model.ComposeSpec>();

        await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), told.Add, CancellationToken.None);

        Assert.Empty(told);
    }

    [Fact]
    public async Task Stacks_of_other_drivers_are_left_to_those()
    {
        var content = Stacks.Content("app");
        Plane.Publish(Stacks.Target("web", content) with { Driver = "kubernetes" }, content);
        using var bench = new LinkBench(Plane, Data.Path);

        Assert.Empty((await Builder(bench).BuildAsync(Plane.Target, NoneRolledBack, Handled(), sure: null, CancellationToken.None)).Specs);
    }

    private static readonly IReadOnlyDictionary<string, RolledBack> NoneRolledBack = new Dictionary<string, RolledBack>(StringComparer.Ordinal);

    private HandledRequests Handled() => new(new AgentPaths(Data.Path), NullLogger<HandledRequests>.Instance);

    private DesiredBuilder Builder(LinkBench bench)
    {
        var retry = new LinkRetryOptions { First = TimeSpan.FromMilliseconds(5), Longest = TimeSpan.FromMilliseconds(10) };
        var cache = new ContentCache(new AgentPaths(Data.Path), NullLogger<ContentCache>.Instance);
        var source = new ContentSource(cache, bench.Link, retry, Failpoints.None, TimeProvider.System, NullLogger<ContentSource>.Instance);
        return new DesiredBuilder(source, driver, "test", TimeProvider.System, () => 0.5, NullLogger<DesiredBuilder>.Instance);
    }
}
