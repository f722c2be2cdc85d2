using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Tests;

/// <summary>An object of the toy world: it should have a version, and either has it or not.</summary>
public sealed record ToySpec(ObjectId Id, string Version) : ISpec
{
    public string Fingerprint => Version;

    public bool Suspended { get; init; }

    public IReadOnlyList<ObjectId> DependsOn { get; init; } = [];

    /// <summary>A hold that the planner puts on the step.</summary>
    public PlannedHold? StepHold { get; init; }
}

public sealed record ToySeen(string Version)
{
    public Health Health { get; init; } = Health.Healthy;
}

public sealed record ToyStep : Step
{
    public string? Makes { get; init; }
}

/// <summary>Makes what is missing, changes what differs, removes what is not desired.</summary>
public sealed class ToyPlanner : IPlanner<ToySpec, ToySeen>
{
    public const string World = "toy";

    public Plan Plan(ObjectId id, ToySpec? desired, Look<ToySeen> actual, PlanContext context)
    {
        var version = actual.Actual?.Version;
        if (desired?.Version == version)
            return actual.Actual is null or { Health: Health.Healthy } ? Planning.Plan.InSync : new() { Health = actual.Actual.Health };
        var action = desired is null ? "remove" : version is null ? "create" : "update";
        return new()
        {
            Differences = [new("version", Service: null, Field: null, desired?.Version, version)],
            Steps =
            [
                new ToyStep
                {
                    Action = action, World = World, Changes = $"{id} to {desired?.Version}", Why = $"it is {version ?? "missing"}",
                    Destructive = desired is null, Makes = desired?.Version, Hold = desired?.StepHold,
                },
            ],
        };
    }
}

/// <summary>A planner given as a function.</summary>
public sealed class PlannerOf(Func<ObjectId, ToySpec?, Look<ToySeen>, PlanContext, Plan> plan) : IPlanner<ToySpec, ToySeen>
{
    public Plan Plan(ObjectId id, ToySpec? desired, Look<ToySeen> actual, PlanContext context) => plan(id, desired, actual, context);
}
