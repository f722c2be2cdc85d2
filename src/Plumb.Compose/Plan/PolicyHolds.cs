using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>What the stack's policies hold back; null: nothing.</summary>
/// <param name="Change">Steps that follow the desired state.</param>
/// <param name="Drift">Steps that repair what happened on the host.</param>
/// <param name="Removal">Removal of a service that went from the file.</param>
internal sealed record PolicyHolds(PlannedHold? Change, PlannedHold? Drift, PlannedHold? Removal)
{
    public static PolicyHolds Of(TargetStack target)
    {
        if (!target.ReconcileEnabled)
        {
            var off = new PlannedHold(HoldReason.Suspended, "reconciling is switched off for this stack", "set reconcile.enabled");
            return new(off, off, off);
        }

        var change = target.ChangePolicy == ChangePolicy.Flag
            ? new PlannedHold(HoldReason.AwaitingAcknowledgement, "changes of this stack wait for a person", "acknowledge it, or set changePolicy: auto")
            : null;
        var drift = target.DriftPolicy == DriftPolicy.Flag
            ? new PlannedHold(HoldReason.AwaitingAcknowledgement, "drift of this stack waits for a person", "acknowledge it, or set driftPolicy: revert")
            : null;
        return new(change, drift, target.RemoveEnabled ? change : RemovalNotEnabled("what went from the file is kept"));
    }

    public static PlannedHold RemovalNotEnabled(string message) => new(
        HoldReason.RemovalNotEnabled, $"{message}: removal is not enabled", "set remove.enabled, or delete it yourself");

    public PlannedHold? For(bool drift) => drift ? Drift : Change;
}
