namespace Plumb.Compose.Plan.Compare;

/// <summary>Containers in our project that are neither ours nor of a service in the file: told, and left alone.</summary>
internal static class ForeignComparison
{
    public static void Compare(StackSides sides, Findings findings)
    {
        foreach (var foreign in sides.Foreign)
            findings.Tell(DifferenceKinds.Foreign, foreign.Service.Length > 0 ? foreign.Service : null, foreign.Name);
    }
}
