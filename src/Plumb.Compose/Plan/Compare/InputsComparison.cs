namespace Plumb.Compose.Plan.Compare;

/// <summary>Containers that were made from other inputs than the service has now, or whose label does not tell.</summary>
internal static class InputsComparison
{
    public static void Compare(ServiceSide service, Findings findings)
    {
        foreach (var own in service.Kept)
        {
            if (own.MadeFrom == service.Desired.InputsHash)
                continue;
            findings.Differ(
                DifferenceKinds.Inputs, service.Name, field: null, Short.Hash(service.Desired.InputsHash), Short.Hash(own.MadeFrom) ?? "unreadable");
            findings.Require(service.Name, Make.Recreate, DifferenceKinds.Inputs);
            return;
        }
    }
}
