namespace Plumb.Compose.Plan.Compare;

/// <summary>Containers of our services that somebody made by hand.</summary>
internal static class ReplacedComparison
{
    public static void Compare(ServiceSide service, Findings findings)
    {
        foreach (var stranger in service.Strangers)
        {
            findings.Differ(DifferenceKinds.Replaced, service.Name, field: null, "made by Plumb", $"{stranger.Name}, made by hand");
            findings.Strangers.Add(stranger.Id);
        }

        if (service.Strangers.Count > 0 && service.Kept.Count < service.Desired.Scale)
            findings.Require(service.Name, Make.Create, DifferenceKinds.Replaced);
    }
}
