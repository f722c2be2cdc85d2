using Plumb.Compose.Model;
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
    public static PolicyHolds Of(ComposeSpec spec, Permission permission)
    {
        var target = spec.Target;
        if (Off(target) is { } off)
            return new(off, off, off);
        // The way back to what was good needs nobody's word: that was let through before. Once there, what happens to it waits as ever.
        if (spec.RolledBack is { Restored: false })
            return new(Change: null, Drift: null, target.RemoveEnabled ? null : RemovalNotEnabled("what went from the file is kept"));
        var change = target.ChangePolicy == ChangePolicy.Flag ? Flagged(permission, "changes of this stack wait for a person", "acknowledge it, or set changePolicy: auto") : null;
        var drift = target.DriftPolicy == DriftPolicy.Flag ? Flagged(permission, "drift of this stack waits for a person", "acknowledge it, or set driftPolicy: revert") : null;
        return new(change, drift, change);
    }

    /// <summary>The newest object is held, for the last good one was put back; null: nothing was. It holds no step.</summary>
    public static PlannedHold? RolledBack(ComposeSpec spec) => spec.RolledBack is not { } it
        ? null
        : new(HoldReason.RolledBack, $"object {it.Sequence} failed and object {spec.Target.Sequence} was put back: {it.Why}", $"commit what mends it, or try the same again: plumb unblock stack {spec.Target.Name}");

    /// <summary>Reconciling is switched off; null: it is not.</summary>
    public static PlannedHold? Off(TargetStack target) => target.ReconcileEnabled
        ? null
        : new(HoldReason.Suspended, "reconciling is switched off for this stack", "set reconcile.enabled");

    public static PlannedHold RemovalAwaited(string message) => new(
        HoldReason.AwaitingAcknowledgement, $"{message}: its removal waits for a person", "acknowledge it");

    public static PlannedHold RemovalNotEnabled(string message) => new(
        HoldReason.RemovalNotEnabled, $"{message}: removal is not enabled", "set remove.enabled, or delete it yourself");

    private static PlannedHold? Flagged(Permission permission, string message, string lift) => permission switch
    {
        { Acknowledgement: not null } => null,
        { Stale: true } => new(HoldReason.AwaitingAcknowledgement, $"{message}: something else differs than what was acknowledged", lift),
        _ => new(HoldReason.AwaitingAcknowledgement, message, lift),
    };

    public PlannedHold? For(bool drift) => drift ? Drift : Change;
}
