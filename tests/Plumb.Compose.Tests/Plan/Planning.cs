using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Plan;

/// <summary>Planning as the loop does it.</summary>
internal static class Planning
{
    public static Kernel.Planning.Plan PlanOf(this StackWorld world, ComposeSpec spec) =>
        new ComposePlanner().Plan(spec.Id, spec, Look<StackSeen>.Present(world.Look()), new(world.Now, Complete: true, DesiredComplete: true));

    /// <summary>Looks, plans, and carries out what is not held, until nothing is left to do.</summary>
    public static Kernel.Planning.Plan Settle(this StackWorld world, ComposeSpec spec, int runs = 4)
    {
        for (var run = 0; run < runs; run++)
        {
            var plan = world.PlanOf(spec);
            if (plan.Steps.All(step => step.Hold is not null))
                return plan;
            foreach (var step in plan.Steps.TakeWhile(step => step.Hold is null))
                world.Do(spec, (ComposeStep)step);
        }

        var left = world.PlanOf(spec);
        return left.Steps.All(step => step.Hold is not null) ? left : throw new InvalidOperationException($"not settled: {Text(left)}");
    }

    /// <summary>A stack that is up and in sync.</summary>
    public static StackWorld Running(ComposeSpec spec)
    {
        var world = new StackWorld();
        Assert.True(world.Settle(spec).IsInSync);
        return world;
    }

    public static IReadOnlyList<string> Kinds(this Kernel.Planning.Plan plan) => [.. plan.Differences.Select(it => it.Kind).Distinct(StringComparer.Ordinal)];

    /// <summary>Steps that are not held, a word each: <c>up -web +db</c> recreates web and brings up db.</summary>
    public static IReadOnlyList<string> Steps(this Kernel.Planning.Plan plan) => [.. plan.Steps.Where(step => step.Hold is null).Select(Text)];

    public static IReadOnlyList<string> HeldSteps(this Kernel.Planning.Plan plan) =>
        [.. plan.Steps.Where(step => step.Hold is not null).Select(step => $"{step.Hold!.Reason}: {Text(step)}")];

    public static PlannedHold Hold(this Kernel.Planning.Plan plan, HoldReason reason) =>
        Assert.Single(plan.Holds.Concat(plan.Steps.Select(step => step.Hold).OfType<PlannedHold>()).Distinct(), hold => hold.Reason == reason);

    public static string Text(Kernel.Planning.Plan plan) =>
        $"{string.Join(", ", plan.Differences)} | {string.Join("; ", plan.Steps.Select(Text))} | {string.Join(", ", plan.Holds)}";

    private static string Text(Step step) => step switch
    {
        ComposeStep.Up up => string.Join(' ', ["up", .. up.Recreate.Select(it => "-" + it), .. up.Ensure.Select(it => "+" + it)]),
        ComposeStep.Await wait => string.Join(' ', ["await", .. wait.Conditions.Select(it => $"{it.Service}:{it.Condition["service_".Length..]}")]),
        ComposeStep.Update update => string.Join(' ', ["update", .. update.Containers.Select(it => it.Service)]),
        ComposeStep.RemoveContainers remove => $"remove {remove.ContainerIds.Count}",
        _ => step.Action,
    };
}
