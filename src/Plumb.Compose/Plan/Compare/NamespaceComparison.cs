namespace Plumb.Compose.Plan.Compare;

/// <summary>
/// Containers that joined a namespace of another one which has been started anew since: they hold on to what is gone (a network
/// without interfaces), and the engine does not mend it.
/// </summary>
internal static class NamespaceComparison
{
    public static void Compare(StackSides sides, ServiceSide service, Findings findings)
    {
        foreach (var owner in service.Desired.SharesNamespaceOf)
        {
            if (!sides.Services.TryGetValue(owner, out var other) || !IsLeftBehind(service, other))
                continue;
            findings.Differ(DifferenceKinds.State, service.Name, "namespace", $"that of {owner}", $"that of an earlier start of {owner}");
            findings.Require(service.Name, Make.Recreate, DifferenceKinds.State);
            return;
        }
    }

    private static bool IsLeftBehind(ServiceSide service, ServiceSide owner)
    {
        if (owner.Kept.Count == 0 || owner.Kept[0].Seen is not { State: "running" or "paused", Inspection.StartedAt: { } ownerStarted })
            return false;
        foreach (var own in service.Kept)
        {
            // An inspection from before the owner's start may itself be out of date.
            if (own.Seen is { State: "running" or "paused", Inspection: { StartedAt: { } started } inspection }
                && started < ownerStarted && inspection.InspectedAt > ownerStarted)
                return true;
        }

        return false;
    }
}
