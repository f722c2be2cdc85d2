using Plumb.Compose.Model;
using Plumb.Contracts.Stacks;

namespace Plumb.Compose.Tests.Plan;

/// <summary>Seeded: random stacks, random meddling, random kills. A failure names its seed.</summary>
public sealed class PlannerPropertyTests
{
    private const int Seeds = 600;

    [Fact]
    public void It_converges_from_whatever_happened_and_then_is_quiet() => ForEachSeed((random, stack) =>
    {
        var world = Planning.Running(stack.Build());
        for (var i = random.Next(1, 6); i > 0; i--)
            Meddling.Once(random, world, stack.Build());
        if (random.Next(2) == 0)
            RandomStacks.Change(random, stack);
        var spec = stack.Build();
        CutOff(random, world, spec);

        var settled = world.Settle(spec);

        Assert.False(settled.Differs, Planning.Text(settled));
        Assert.Empty(settled.Steps);
    });

    [Fact]
    public void What_it_does_is_done_by_doing_it_once() => ForEachSeed((random, stack) =>
    {
        var world = Planning.Running(stack.Build());
        Meddling.Once(random, world, stack.Build());
        var spec = stack.Build();
        foreach (var step in world.PlanOf(spec).Steps)
            world.Do(spec, (ComposeStep)step);

        Assert.False(world.PlanOf(spec).Differs, Planning.Text(world.PlanOf(spec)));
    });

    [Fact]
    public void Services_that_do_not_differ_and_follow_nobody_keep_their_containers() => ForEachSeed((random, stack) =>
    {
        var world = Planning.Running(stack.Build());
        var before = world.Containers.ToDictionary(it => it.Id, StringComparer.Ordinal);
        var touched = Meddling.OneService(random, world, stack.Build());
        var spec = stack.Build();

        world.Settle(spec);

        var followers = RandomStacks.FollowersOf(touched, spec);
        Assert.All(before.Values.Where(it => !followers.Contains(it.Service)), it => Assert.Contains(it, world.Containers));
    });

    [Fact]
    public void The_order_in_which_things_happened_and_are_listed_does_not_matter() => ForEachSeed((random, stack) =>
    {
        var world = Planning.Running(stack.Build());
        for (var i = 0; i < 3; i++)
            Meddling.Once(random, world, stack.Build());
        var spec = stack.Build();
        var plan = Planning.Text(world.PlanOf(spec));
        var listed = world.Containers.ToArray();
        random.Shuffle(listed);
        world.Containers.Clear();
        world.Containers.AddRange(listed);

        Assert.Equal(Sorted(plan), Sorted(Planning.Text(world.PlanOf(spec))));
    });

    [Fact]
    public void Nothing_that_carries_no_mark_of_ours_is_removed_but_what_stands_in_our_services_place() => ForEachSeed((random, stack) =>
    {
        var world = Planning.Running(stack.Build());
        var spec = stack.Build();
        var foreign = world.Make(spec, "extra", marked: false);
        var oneOff = world.Change(world.Make(spec, spec.Rendered!.Services.Keys.First(), 9, marked: false), it => it with { OneOff = true });
        Meddling.Once(random, world, spec);
        RandomStacks.Change(random, stack);

        world.Settle(stack.Build());

        Assert.Contains(foreign, world.Containers);
        Assert.Contains(oneOff, world.Containers);
    });

    [Fact]
    public void What_is_flagged_is_never_done() => ForEachSeed((random, stack) =>
    {
        var world = Planning.Running(stack.Build());
        stack.Target = target => target with { DriftPolicy = DriftPolicy.Flag, ChangePolicy = ChangePolicy.Flag };
        for (var i = 0; i < 3; i++)
            Meddling.Once(random, world, stack.Build());
        RandomStacks.Change(random, stack);
        var before = world.Containers.ToList();

        var plan = world.Settle(stack.Build());

        Assert.Equal(before, world.Containers);
        Assert.All(plan.Steps, step => Assert.NotNull(step.Hold));
    });

    private static void CutOff(Random random, StackWorld world, ComposeSpec spec)
    {
        var left = random.Next(12);
        foreach (var part in world.PlanOf(spec).Steps.Where(step => step.Hold is null).Cast<ComposeStep>().SelectMany(step => world.Parts(spec, step)))
        {
            if (left-- == 0)
                return;
            part();
        }
    }

    private static string Sorted(string text) => string.Concat(text.Order());

    private static void ForEachSeed(Action<Random, StackBuilder> property)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var stack = RandomStacks.Make(random);
            try
            {
                property(random, stack);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}: {failure.Message}", failure);
            }
        }
    }
}
