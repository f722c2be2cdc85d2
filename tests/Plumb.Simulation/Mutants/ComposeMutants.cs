using Plumb.Compose.Model;
using Plumb.Compose.Plan;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Mutants;

/// <summary>The shipping planner with a fault: what it is told is bent before, or what it plans after.</summary>
public abstract class ComposeMutant : IPlanner<ComposeSpec, StackSeen>
{
    private readonly ComposePlanner _right = new();

    public Plan Plan(ObjectId id, ComposeSpec? desired, Look<StackSeen> actual, PlanContext context)
    {
        var bent = Bend(desired);
        var seen = actual.Actual is { } it ? Look<StackSeen>.Present(Bend(it, bent)) : actual;
        return Bend(_right.Plan(id, bent, seen, context), bent, actual.Actual);
    }

    protected virtual ComposeSpec? Bend(ComposeSpec? desired) => desired;

    protected virtual StackSeen Bend(StackSeen seen, ComposeSpec? desired) => seen;

    protected virtual Plan Bend(Plan plan, ComposeSpec? desired, StackSeen? seen) => plan;

    protected static StackSeen Each(StackSeen seen, Func<ContainerSeen, ContainerSeen?> change) =>
        seen with { Containers = [.. seen.Containers.Select(change).OfType<ContainerSeen>()] };

    protected static Plan Each(Plan plan, Func<Step, Step?> change) => plan with { Steps = [.. plan.Steps.Select(change).OfType<Step>()] };
}

/// <summary>Removes what somebody put beside our services.</summary>
public sealed class RemovesForeignContainers : ComposeMutant
{
    protected override Plan Bend(Plan plan, ComposeSpec? desired, StackSeen? seen)
    {
        var foreign = seen?.Containers.Where(it => it.Mark is null && desired?.Rendered?.Services.ContainsKey(it.Service) == false).Select(it => it.Id).ToList() ?? [];
        return foreign.Count == 0 || plan.Steps.IsEmpty
            ? plan
            : plan with { Steps = [.. plan.Steps, new ComposeStep.RemoveContainers(foreign) { Action = "remove", World = ComposeStep.Engine, Changes = "foreign", Why = "tidiness", Destructive = true }] };
    }
}

/// <summary>Looks whether a container has a mark, and not whose it is.</summary>
public sealed class TakesEveryMarkForOurs : ComposeMutant
{
    protected override StackSeen Bend(StackSeen seen, ComposeSpec? desired) =>
        Each(seen, it => it.Mark is { } mark ? it with { Mark = mark with { Ownership = desired?.Ownership ?? seen.Owner! } } : it);
}

/// <summary>Takes down what is to be kept.</summary>
public sealed class ForgetsRemovalTerms : ComposeMutant
{
    protected override StackSeen Bend(StackSeen seen, ComposeSpec? desired) => seen with { Removal = seen.Removal is { } terms ? terms with { Allowed = true } : null };
}

/// <summary>Takes a stack's data along with it.</summary>
public sealed class TakesVolumesAlong : ComposeMutant
{
    protected override Plan Bend(Plan plan, ComposeSpec? desired, StackSeen? seen) =>
        Each(plan, it => it is ComposeStep.Down down ? down with { Volumes = true } : it);
}

/// <summary>Takes a stack down with whatever somebody put beside it.</summary>
public sealed class TakesTheWholeProjectDown : ComposeMutant
{
    protected override Plan Bend(Plan plan, ComposeSpec? desired, StackSeen? seen) =>
        Each(plan, it => it is ComposeStep.Down down ? down with { WholeProject = true, ContainerIds = [.. seen!.Containers.Select(c => c.Id)] } : it);
}

/// <summary>What comes up is made anew, all of it.</summary>
public sealed class RecreatesWhatDoesNotDiffer : ComposeMutant
{
    protected override Plan Bend(Plan plan, ComposeSpec? desired, StackSeen? seen) =>
        Each(plan, it => it is ComposeStep.Up up ? up with { Recreate = [.. up.Recreate, .. up.Ensure], Ensure = [] } : it);
}

/// <summary>Waits for nobody.</summary>
public sealed class IgnoresPolicies : ComposeMutant
{
    protected override Plan Bend(Plan plan, ComposeSpec? desired, StackSeen? seen) => Each(plan, it => it with { Hold = null });
}

/// <summary>Goes by the file as it was first read.</summary>
public sealed class KeepsTheFirstFile : ComposeMutant
{
    private readonly Dictionary<ObjectId, RenderedStack> _first = [];

    protected override ComposeSpec? Bend(ComposeSpec? desired)
    {
        if (desired?.Rendered is not { } rendered)
            return desired;
        _first.TryAdd(desired.Id, rendered);
        return desired with { Rendered = _first[desired.Id] };
    }
}

/// <summary>Overlooks services that went from the file.</summary>
public sealed class LeavesOrphans : ComposeMutant
{
    protected override StackSeen Bend(StackSeen seen, ComposeSpec? desired) =>
        desired?.Rendered is not { } rendered ? seen : Each(seen, it => rendered.Services.ContainsKey(it.Service) || it.Mark is null ? it : null);
}

/// <summary>Overlooks containers of our services that somebody else made.</summary>
public sealed class LeavesWhatWasMadeByHand : ComposeMutant
{
    protected override StackSeen Bend(StackSeen seen, ComposeSpec? desired) => desired is null ? seen : Each(seen, it => it.Mark is null ? null : it);
}

/// <summary>Takes a paused container for one that runs.</summary>
public sealed class LeavesPaused : ComposeMutant
{
    protected override StackSeen Bend(StackSeen seen, ComposeSpec? desired) => Each(seen, it => it.State == "paused" ? it with { State = "running" } : it);
}

/// <summary>Takes the files for written.</summary>
public sealed class NeverLaysOut : ComposeMutant
{
    protected override StackSeen Bend(StackSeen seen, ComposeSpec? desired) =>
        desired is null ? seen : seen with { Layout = seen.Layout with { Checksum = desired.Target.Checksum, Changed = [] } };

    protected override Plan Bend(Plan plan, ComposeSpec? desired, StackSeen? seen) => Each(plan, it => it is ComposeStep.LayOut ? null : it);
}
