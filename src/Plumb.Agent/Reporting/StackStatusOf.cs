using Plumb.Contracts.Stacks;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Reporting;

/// <summary>The one status word of a stack. The table is part of the public contract (<c>reference.md</c>).</summary>
internal static class StackStatusOf
{
    public static StackStatus Standing(StackStanding stack)
    {
        if (stack.Executing)
            return stack.Removed ? StackStatus.Deleting : StackStatus.Syncing;
        // Unknown is not absent, nor failed: what was known stays.
        if (stack.Seen is null or Seen.Unknown || stack.Status?.Holds.Any(hold => hold.Reason == HoldReason.Unknown) == true)
            return stack.Shown is null or StackStatus.Syncing or StackStatus.Deleting ? AtRest(stack) : stack.Shown.Value;
        if (stack.Failure is not null)
            return stack.AnythingOfOurs ? StackStatus.Failed : StackStatus.Missing;
        // A look that began before the object was desired says nothing about it: the loop has not judged it yet.
        if (stack.Status is null or { Seen: null })
            return stack.Shown ?? AtRest(stack);
        // What should go and is still there was not judged since it should.
        if (!stack.Differs)
            return !stack.Removed ? StackStatus.Synced : stack.AnythingOfOurs ? stack.Shown ?? StackStatus.Synced : StackStatus.Missing;
        if (!stack.Status.Failures.IsEmpty || stack.Sync is { Status: SyncRecord.Failed })
            return StackStatus.Failed;
        if (!stack.AnythingOfOurs)
            return StackStatus.Missing;
        return stack.Status.Holds.IsEmpty ? StackStatus.Syncing : StackStatus.Failed;
    }

    // Nothing is known of the present: the record of the last apply is the best there is.
    private static StackStatus AtRest(StackStanding stack) => stack.Sync switch
    {
        { Status: SyncRecord.Failed } => StackStatus.Failed,
        { Status: SyncRecord.Synced } => StackStatus.Synced,
        _ => StackStatus.Missing,
    };
}
