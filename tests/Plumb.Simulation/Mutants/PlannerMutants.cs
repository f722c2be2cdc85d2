using System.Collections.Immutable;
using Plumb.Kernel;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Toy;

namespace Plumb.Simulation.Mutants;

/// <summary>Takes whatever has a wanted name for ours.</summary>
public sealed class RemovesStrangers : IPlanner<ToySpec, ToySeen>
{
    private readonly ToyPlanner _right = new();

    public Plan Plan(ObjectId id, ToySpec? desired, Look<ToySeen> actual, PlanContext context) =>
        _right.Plan(id, desired, actual.Actual is { } seen ? Look<ToySeen>.Present(seen with { IsOurs = true }) : actual, context);
}

/// <summary>Forgets to look at versions: a part that is there is right.</summary>
public sealed class OverlooksVersions : IPlanner<ToySpec, ToySeen>
{
    private readonly ToyPlanner _right = new();

    public Plan Plan(ObjectId id, ToySpec? desired, Look<ToySeen> actual, PlanContext context) =>
        Without<ToyStep.Change>(_right.Plan(id, desired, actual, context), "version");

    internal static Plan Without<TStep>(Plan plan, string kind)
    {
        var differences = plan.Differences.RemoveAll(it => it.Kind == kind);
        var steps = plan.Steps.RemoveAll(it => it is TStep);
        return differences.IsEmpty && steps.IsEmpty && plan.Holds.IsEmpty ? Kernel.Planning.Plan.InSync : plan with { Differences = differences, Steps = steps };
    }
}

/// <summary>Sees that something differs, and does not say so nor do anything.</summary>
public sealed class SeesAndDoesNothing : IPlanner<ToySpec, ToySeen>
{
    private readonly ToyPlanner _right = new();

    public Plan Plan(ObjectId id, ToySpec? desired, Look<ToySeen> actual, PlanContext context)
    {
        var plan = _right.Plan(id, desired, actual, context);
        return plan.Differences.Any(it => it.Kind == "extra") ? plan with { Steps = [] } : plan;
    }
}

/// <summary>Always finds one more thing to do: what is right is made anew.</summary>
public sealed class NeverSatisfied : IPlanner<ToySpec, ToySeen>
{
    private readonly ToyPlanner _right = new();

    public Plan Plan(ObjectId id, ToySpec? desired, Look<ToySeen> actual, PlanContext context)
    {
        var plan = _right.Plan(id, desired, actual, context);
        return !plan.IsInSync || desired is null || !desired.Parts.TryGetValue("a", out var version) ? plan : new()
        {
            Differences = [new("version", "a", Field: null, $"{version}", $"{version}")],
            Steps = ImmutableArray.Create<Step>(new ToyStep.Change("a", version) { Action = "change", World = ToyStep.Toys, Changes = "a", Why = "to be sure" }),
        };
    }
}
