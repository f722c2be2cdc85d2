using System.Collections.Immutable;
using Plumb.Kernel;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Toy;

/// <summary>Makes missing parts, changes wrong ones, drops what is too much, and never touches what is not ours.</summary>
public sealed class ToyPlanner : IPlanner<ToySpec, ToySeen>
{
    public Plan Plan(ObjectId id, ToySpec? desired, Look<ToySeen> actual, PlanContext context)
    {
        var seen = actual.Actual;
        if (desired is null)
            return seen is { IsOurs: true } ? Removal(id) : Kernel.Planning.Plan.InSync;
        if (seen is { IsOurs: false })
            return new() { Holds = [new(HoldReason.NotOurs, $"{id} is somebody else's", "take it away")] };
        return Compare(desired, seen?.Parts ?? ImmutableSortedDictionary<string, int>.Empty);
    }

    private static Plan Compare(ToySpec desired, ImmutableSortedDictionary<string, int> actual)
    {
        var (differences, steps) = (ImmutableArray.CreateBuilder<Difference>(), ImmutableArray.CreateBuilder<Step>());
        foreach (var (part, version) in desired.Parts)
        {
            if (!actual.TryGetValue(part, out var there))
                Add("missing", part, $"{version}", null, new ToyStep.Make(part, version) { Action = "make", World = ToyStep.Toys, Changes = part, Why = "it is missing" });
            else if (there != version)
                Add("version", part, $"{version}", $"{there}", new ToyStep.Change(part, version) { Action = "change", World = ToyStep.Toys, Changes = part, Why = "it is old" });
        }

        foreach (var (part, version) in actual.Where(it => !desired.Parts.ContainsKey(it.Key)))
            Add("extra", part, null, $"{version}", new ToyStep.Drop(part) { Action = "drop", World = ToyStep.Toys, Changes = part, Why = "it is too much", Destructive = true });

        return steps.Count == 0 ? Kernel.Planning.Plan.InSync : new() { Differences = differences.ToImmutable(), Steps = steps.ToImmutable(), Health = Health.Progressing };

        void Add(string kind, string part, string? should, string? isThere, Step step)
        {
            differences.Add(new(kind, part, Field: null, should, isThere));
            steps.Add(step);
        }
    }

    private static Plan Removal(ObjectId id) => new()
    {
        Differences = [new("orphan", Service: null, Field: null, Desired: null, id.Value)],
        Steps = [new ToyStep.Remove { Action = "remove", World = ToyStep.Toys, Changes = id.Value, Why = "it is not desired", Destructive = true }],
    };
}
