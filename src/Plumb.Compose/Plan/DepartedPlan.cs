using Plumb.Compose.Model;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>The plan of a stack that should not be: what is ours of it goes, on the terms that it had.</summary>
internal static class DepartedPlan
{
    /// <param name="seen">What is there of it.</param>
    /// <param name="hold">Why it stays for now though it may go; null: nothing holds it.</param>
    public static Kernel.Planning.Plan Of(StackSeen? seen, PlannedHold? hold = null)
    {
        if (seen is null || seen.Removal is { KeepRunning: true })
            return Kernel.Planning.Plan.InSync;
        var own = Own(seen);
        if (own.Count == 0 && !IsOnlyRemains(seen))
            return Kernel.Planning.Plan.InSync;

        var terms = seen.Removal ?? new(Allowed: false, Volumes: false, KeepRunning: false);
        var isWhole = own.Count == seen.Containers.Count;
        Step down = StepOf.Down(seen.Project, isWhole, terms.Volumes && isWhole, own);
        return new()
        {
            Differences = [new(DifferenceKinds.Orphan, Service: null, Field: null, Desired: null, seen.Project)],
            Steps = [down with { Hold = HoldOf(terms) ?? hold }],
            Health = Health.Unknown,
        };
    }

    private static PlannedHold? HoldOf(RemovalTerms terms) => terms switch
    {
        { Allowed: false } => PolicyHolds.RemovalNotEnabled("the stack is not desired any more and is kept"),
        { Massive: true } => new(
            HoldReason.MassRemoval, "the stack is not desired any more, and went together with more than half of this agent's stacks", "acknowledge the removals: plumb ack --removals"),
        _ => null,
    };

    private static List<string> Own(StackSeen seen)
    {
        if (seen.Owner is not { } owner)
            return [.. seen.Containers.Where(container => container.Mark is not null).Select(container => container.Id)];
        var adoption = ProjectClaim.AdoptedBy(owner, seen.Project, seen.Adoption);
        return [.. seen.Containers.Where(container => OwnContainer.Of(container, owner, adoption) is not null).Select(container => container.Id)];
    }

    /// <summary>A removal was cut off after the containers: networks and laid-out content tell that it was ours.</summary>
    private static bool IsOnlyRemains(StackSeen seen) =>
        seen.Containers.Count == 0 && seen.Layout.Checksum is not null
        && seen.Networks.Values.Any(network => network.ProjectLabel == seen.Project);
}
