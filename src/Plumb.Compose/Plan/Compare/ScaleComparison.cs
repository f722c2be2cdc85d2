namespace Plumb.Compose.Plan.Compare;

/// <summary>Fewer or more containers of ours than there should be, and names that a killed Compose left behind.</summary>
internal static class ScaleComparison
{
    public static void Compare(StackSides sides, ServiceSide service, Findings findings)
    {
        var scale = service.Desired.Scale;
        var there = service.Kept.Count + service.Surplus.Count + service.Strangers.Count;
        if (there != scale)
            findings.DifferInCount(DifferenceKinds.Scale, service.Name, field: null, $"{scale}", $"{there}");
        foreach (var own in service.Surplus)
            findings.Leftovers.Add(own.Seen.Id);

        // What of the desired state was not made yet, nobody took away.
        var isDrift = sides.WasApplied || service.Exists || sides.Seen.Adoption?.Services.GetValueOrDefault(service.Name) == service.Desired.InputsHash;
        if (service.Kept.Count < scale)
            findings.Require(service.Name, Make.Create, isDrift);
        foreach (var rename in service.Renames)
        {
            findings.DifferInCount(DifferenceKinds.State, service.Name, "name", rename.Name, $"temporary name of {Short.Hash(rename.ContainerId)}");
            findings.Renames.Add(rename);
        }
    }
}
