using System.Collections.Immutable;
using Plumb.Kernel.Planning;

namespace Plumb.Kernel.Gates;

/// <summary>Dates the holds that stand: one that stood before keeps the time at which it was placed.</summary>
internal static class StandingHolds
{
    public static ImmutableArray<Hold> Place(ImmutableArray<Hold> before, List<PlannedHold> placed, DateTimeOffset now)
    {
        if (placed.Count == 0)
            return [];
        var holds = ImmutableArray.CreateBuilder<Hold>(placed.Count);
        foreach (var hold in placed)
        {
            if (!Contains(holds, hold))
                holds.Add(new(hold.Reason, hold.Message, Since(before, hold) ?? now, hold.Until, hold.Lift));
        }

        return holds.Count == holds.Capacity ? holds.MoveToImmutable() : holds.ToImmutable();
    }

    /// <summary>The same holds as far as a person is told why: reason and message.</summary>
    public static bool SameReasons(ImmutableArray<Hold> one, ImmutableArray<Hold> other)
    {
        if (one.Length != other.Length)
            return false;
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i].Reason != other[i].Reason || one[i].Message != other[i].Message)
                return false;
        }

        return true;
    }

    private static bool Contains(ImmutableArray<Hold>.Builder holds, PlannedHold hold)
    {
        foreach (var placed in holds)
        {
            if (placed.Reason == hold.Reason && placed.Message == hold.Message)
                return true;
        }

        return false;
    }

    private static DateTimeOffset? Since(ImmutableArray<Hold> before, PlannedHold hold)
    {
        DateTimeOffset? sameReason = null;
        foreach (var stood in before)
        {
            if (stood.Reason != hold.Reason)
                continue;
            if (stood.Message == hold.Message)
                return stood.Since;
            sameReason ??= stood.Since;
        }

        return sameReason;
    }
}
