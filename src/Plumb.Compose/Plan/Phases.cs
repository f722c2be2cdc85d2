namespace Plumb.Compose.Plan;

/// <summary>
/// The work of one plan, sorted by what the policies let through. What is held comes last, so that it keeps nothing else from running.
/// </summary>
internal static class Phases
{
    public static IReadOnlyList<Phase> Of(StackSides sides, Findings found)
    {
        var permission = Permission.Of(sides, found.Differences);
        var holds = PolicyHolds.Of(sides.Spec, permission);
        var free = new Phase(hold: null) { Permit = permission.Acknowledgement };
        var change = holds.Change is null ? free : new Phase(holds.Change);
        var drift = holds.Drift is null ? free : new Phase(holds.Drift);
        var removal = holds.Removal is null ? free : new Phase(holds.Removal);
        foreach (var (service, need) in found.Needs)
            Split(service, found.Undecided.Contains(service) ? WithoutRecreation(need) : need, free, change, drift);

        // Leftovers of ours are the rest of an apply; hand-made containers and pauses are the host's doing.
        (change.Leftovers, change.Renames) = (found.Leftovers, found.Renames);
        (drift.Unpause, drift.Strangers, drift.Updates) = (found.Unpause, found.Strangers, found.Updates);
        // What the failed object itself added was never part of anything good: to go back takes it away.
        free.Orphans = found.Added;
        removal.Orphans = [.. removal.Orphans, .. found.Orphans];
        PlaceLayout(found.Layout, free, change, drift);
        List<Phase> phases = [.. ((Phase[])[free, drift, change, removal]).Distinct()];
        foreach (var phase in phases)
            Followers.Add(sides, found.Undecided, phase.Makes);
        return phases;
    }

    private static void Split(string service, Need need, Phase free, Phase change, Phase drift)
    {
        if (need.Change == Make.Nothing || change == free)
        {
            (need.Change == Make.Nothing ? drift : free).Put(service, need.Change | need.Drift);
            return;
        }

        // The containers that are there may be started again; a new one would already be made from what is held.
        change.Put(service, need.Change | (need.Drift & ~Make.Start));
        drift.Put(service, need.Drift & Make.Start);
    }

    /// <summary>Content is written along with what reads it: containers of a held stack never see new bytes.</summary>
    private static void PlaceLayout(LayoutNeed need, Phase free, Phase change, Phase drift)
    {
        if (need == LayoutNeed.Drift)
            drift.LayOut = true;
        else if (need == LayoutNeed.Change)
            (change.Makes.Count > 0 ? change : free).LayOut = true;
    }

    private static Need WithoutRecreation(Need need) => new(need.Change & ~Make.Recreate, need.Drift & ~Make.Recreate);
}
