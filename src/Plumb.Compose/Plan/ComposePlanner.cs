using System.Collections.Immutable;
using Plumb.Compose.Model;
using Plumb.Compose.Plan.Compare;
using Plumb.Kernel;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>
/// Compares a stack as it should be with its project as it is, and says what to do. Pure. Only services with a difference, and those that must go
/// along with one, are named in a step; all others keep their containers.
/// </summary>
public sealed class ComposePlanner : IPlanner<ComposeSpec, StackSeen>
{
    public Kernel.Planning.Plan Plan(ObjectId id, ComposeSpec? desired, Look<StackSeen> actual, PlanContext context)
    {
        if (desired is null)
            return DepartedPlan.Of(actual.Actual);
        var plan = PlanOf(id, desired, actual, context);
        return PolicyHolds.RolledBack(desired) is { } held ? plan with { Holds = [held, .. plan.Holds] } : plan;
    }

    private static Kernel.Planning.Plan PlanOf(ObjectId id, ComposeSpec desired, Look<StackSeen> actual, PlanContext context)
    {
        var seen = actual.Actual ?? Nothing(desired.Project);
        if (Claim(desired, seen) is { } held)
            return held;
        if (desired.Target.Orphaned)
            return OrphanedStack(desired, seen);
        if (desired.Refusal is { } refusal)
            return Held(HoldReason.Refused, $"{refusal.File}: {refusal.Rule}: {refusal.Message}", "mend the file");
        if (desired.Rendered is not { } rendered)
            throw new ArgumentException($"The spec of {id} has neither a model nor a refusal.", nameof(desired));

        var sides = StackSides.Of(desired, rendered, seen, context.Now);
        return desired.Target.Stopped ? StoppedPlan.Of(sides) : Compared(sides);
    }

    private static Kernel.Planning.Plan? Claim(ComposeSpec desired, StackSeen seen)
    {
        if (desired.ProjectRivals.Count > 0)
        {
            return Held(
                HoldReason.ProjectConflict,
                $"the Compose project {desired.Project} is also wanted by {string.Join(", ", desired.ProjectRivals.Order(StringComparer.Ordinal))}",
                "give one of them another project name");
        }

        if (ProjectClaim.WhoseElse(desired, seen) is not { } owner)
            return null;
        if (!desired.Adopt)
            return Held(HoldReason.NotOurs, $"the Compose project {desired.Project} is not ours: {owner}", "adopt the stack, or give it another project name");
        return ProjectClaim.BeyondAdoption(desired, seen) is { } other
            ? Held(HoldReason.NotOurs, $"the Compose project {desired.Project} cannot be adopted: {other}, and its service is not in the file", "take that container away, or give the stack another project name")
            : new() { Steps = [StepOf.Adopt(desired.Project)] };
    }

    private static Kernel.Planning.Plan OrphanedStack(ComposeSpec desired, StackSeen seen) => DepartedPlan.Of(
        seen with { Owner = desired.Ownership, Removal = new(desired.Target.RemoveEnabled, desired.Target.Settings.Remove.Volumes, KeepRunning: false) },
        PolicyHolds.RemovalAwaited("the stack went from its source"));

    private static Kernel.Planning.Plan Compared(StackSides sides)
    {
        var found = new Findings();
        ContentComparison.Compare(sides, found);
        ResourceComparison.Compare(sides, found);
        VolumeComparison.Compare(sides, found);
        foreach (var (_, service) in sides.Services)
        {
            InputsComparison.Compare(service, found);
            ScaleComparison.Compare(sides, service, found);
            StateComparison.Compare(service, found);
            ReplacedComparison.Compare(service, found);
            SettingsComparison.Compare(service, found);
            ProgramComparison.Compare(service, found);
            NamespaceComparison.Compare(sides, service, found);
            HealthComparison.Compare(sides, service, found);
        }

        OrphanComparison.Compare(sides, found);
        ForeignComparison.Compare(sides, found);
        return Planned(sides, found);
    }

    private static Kernel.Planning.Plan Planned(StackSides sides, Findings found)
    {
        if (!found.Any && found.LookAgainAfter is null && found.Health == Health.Healthy)
            return Kernel.Planning.Plan.InSync;
        var steps = ImmutableArray.CreateBuilder<Step>();
        foreach (var phase in Phases.Of(sides, found))
            new PhaseSteps(sides, found, phase, steps).Add();
        return new()
        {
            Differences = found.Differences,
            Steps = steps.ToImmutable(),
            Holds = [.. found.Holds],
            Health = found.Health,
            HealthMessage = found.HealthMessage,
            LookAgainAfter = found.LookAgainAfter,
        };
    }

    private static Kernel.Planning.Plan Held(HoldReason reason, string message, string lift) => new() { Holds = [new(reason, message, lift)] };

    private static StackSeen Nothing(string project) => new()
    {
        Project = project,
        Containers = [],
        Networks = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal),
        Volumes = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal),
        Layout = LayoutSeen.None,
    };
}
