using Plumb.Kernel.Failures;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Gates;

/// <summary>The wording of the kernel's own holds: what holds, and what lifts it. No times in a message: it stands still.</summary>
internal static class KernelHolds
{
    public static PlannedHold Suspended { get; } = new(HoldReason.Suspended, "a person suspended it", "resume it");

    public static PlannedHold Unknown(string? why) => new(
        HoldReason.Unknown, $"it could not be seen: {why ?? "no reason was given"}", "a look that succeeds; Plumb looks again by itself");

    public static PlannedHold NotRemoved(string why) => new(
        HoldReason.Unknown, $"nothing is removed on an incomplete view: {why}", "a complete look and a complete desired state");

    public static PlannedHold DependencyNotReady(ObjectId needed, bool isDesired, bool isCircle) => new(
        HoldReason.DependencyNotReady,
        isCircle ? $"it waits for {needed}, which waits for it"
            : isDesired ? $"it waits for {needed}, which is not in sync and healthy"
            : $"it waits for {needed}, which is not desired here",
        isCircle ? "take one of the two dependencies away"
            : isDesired ? $"{needed} in sync and healthy"
            : $"{needed} desired here, or the dependency taken away");

    public static PlannedHold Blocked(FailureLadder ladder)
    {
        var worst = ladder.Failures.IsEmpty ? null : ladder.Failures.MaxBy(failure => failure.Count);
        return new(
            HoldReason.Blocked,
            worst is null ? "it failed too often" : $"{worst.Action} failed {worst.Count} times",
            "unblock it, or change what is desired");
    }

    public static PlannedHold BackingOff(Failure failure) => new(
        HoldReason.BackingOff,
        failure.Count == 1 ? $"{failure.Action} failed; the next sweep tries again" : $"{failure.Action} failed {failure.Count} times",
        "the wait; sync tries at once",
        failure.NextTryAt);

    public static PlannedHold BreakerOpen(WorldMemory world) => new(
        HoldReason.BreakerOpen,
        $"no step runs in {world.World}: opened by {world.OpenedBy ?? "an earlier process"}",
        world.TryAt is null ? $"reset the breaker of {world.World}" : $"one object that succeeds there; or reset the breaker of {world.World}",
        world.Position == BreakerPosition.Open ? world.TryAt : null);

    public static PlannedHold Contested(DateTimeOffset until) => new(
        HoldReason.Contested, "its repairs keep being undone", "the wait; sync repairs at once; find who changes it", until);

    public static PlannedHold Fenced(string why) => new(
        HoldReason.Fenced, $"a newer process took over: {why}", "end the other process, or this one");
}
