namespace Plumb.Compose.Plan;

/// <summary>The closed list of kinds of differences of a stack, and which of them a person made in Git and which happened on the host.</summary>
public static class DifferenceKinds
{
    public const string Inputs = "inputs";
    public const string Scale = "scale";
    public const string State = "state";
    public const string Replaced = "replaced";
    public const string Settings = "settings";
    public const string Content = "content";
    public const string Resource = "resource";
    public const string Image = "image";
    public const string Health = "health";
    public const string Orphan = "orphan";
    public const string Foreign = "foreign";
    public const string Volume = "volume";

    /// <summary>
    /// Drift: what is left what was applied. Everything else is a change: what should be left what was applied. A removal is a change,
    /// and the volume that needs a decision is one.
    /// </summary>
    public static bool IsDrift(string kind) => kind is Scale or State or Replaced or Settings or Content or Resource or Image or Health;
}
