namespace Plumb.Compose.Plan;

/// <summary>What a service may ask of one that it depends on: Compose's own words.</summary>
internal static class Conditions
{
    public const string Started = "service_started";
    public const string Healthy = "service_healthy";
    public const string Completed = "service_completed_successfully";
}
