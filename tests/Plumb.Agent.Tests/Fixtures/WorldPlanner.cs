using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>Missing services are brought up, in one step; what is not desired is taken down when its terms allow it.</summary>
internal sealed class WorldPlanner(World world) : IPlanner<ComposeSpec, StackSeen>
{
    public Plan Plan(ObjectId id, ComposeSpec? desired, Look<StackSeen> actual, PlanContext context)
    {
        if (desired is null)
            return Remove(actual, context);
        if (desired.Refusal is { } refusal)
            return new Plan { Holds = [new PlannedHold(HoldReason.Refused, $"{refusal.File}: {refusal.Message}", "Publish other content.")] };
        if (desired.ProjectRivals.Count > 0)
            return new Plan { Holds = [new PlannedHold(HoldReason.ProjectConflict, string.Join(", ", desired.ProjectRivals), "Rename one.")] };
        var there = actual.Actual?.Containers.Where(c => c.Mark?.Ownership == desired.Ownership).Select(c => c.Service).ToHashSet(StringComparer.Ordinal) ?? [];
        var missing = desired.Rendered!.Services.Keys.Where(s => !there.Contains(s)).Order(StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? Kernel.Planning.Plan.InSync : new Plan
        {
            Differences = [.. missing.Select(s => new Difference("scale", s, "containers", "1", "0"))],
            Steps = [new ComposeStep.Up([], missing) { Action = "up", World = ComposeStep.Engine, Changes = string.Join(", ", missing), Why = "missing", Deadline = world.Deadline }],
        };
    }

    private static Plan Remove(Look<StackSeen> actual, PlanContext context)
    {
        if (actual.Actual is not { } left || !context.Complete || !context.DesiredComplete)
            return Kernel.Planning.Plan.InSync;
        return new Plan
        {
            Differences = [new Difference("orphan", Service: null, "stack", Desired: null, left.Project)],
            Steps =
            [
                new ComposeStep.Down(left.Project, WholeProject: true, left.Removal?.Volumes ?? false, [])
                {
                    Action = "down", World = ComposeStep.Engine, Changes = left.Project, Why = "no longer desired", Destructive = true,
                    Hold = left.Removal is { Allowed: true } ? null : new PlannedHold(HoldReason.RemovalNotEnabled, left.Project, "Enable removal."),
                },
            ],
        };
    }
}
