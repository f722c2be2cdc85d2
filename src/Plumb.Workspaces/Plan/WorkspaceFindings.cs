using System.Collections.Immutable;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;
using Plumb.Workspaces.Model;

namespace Plumb.Workspaces.Plan;

/// <summary>What a plan for one task is put together from.</summary>
internal sealed class WorkspaceFindings
{
    private readonly ImmutableArray<Difference>.Builder differences = ImmutableArray.CreateBuilder<Difference>();
    private readonly ImmutableArray<Step>.Builder steps = ImmutableArray.CreateBuilder<Step>();
    private readonly ImmutableArray<PlannedHold>.Builder holds = ImmutableArray.CreateBuilder<PlannedHold>();

    public bool Any => differences.Count + steps.Count + holds.Count > 0;

    /// <summary>Nothing that rests on the branch can be done.</summary>
    public bool BranchHeld { get; private set; }

    public void Differs(string part, string? field, string? desired, string? actual) => differences.Add(new(part, null, field, desired, actual));

    /// <summary>Told, and nothing is done about it.</summary>
    public void Tells(string part, string field, string actual) => differences.Add(new(part, null, field, null, actual) { OnlyTold = true });

    public void Does(WorkspaceStep step) => steps.Add(step);

    public void Holds(HoldReason reason, string message, string lift) => holds.Add(new(reason, message, lift));

    public void HoldsBranch(HoldReason reason, string message, string lift)
    {
        BranchHeld = true;
        Holds(reason, message, lift);
    }

    public Kernel.Planning.Plan ToPlan() => new()
    {
        Differences = differences.ToImmutable(),
        Steps = steps.ToImmutable(),
        Holds = holds.ToImmutable(),
        Health = steps.Count + holds.Count == 0 ? Health.Healthy : Health.Progressing,
    };
}
