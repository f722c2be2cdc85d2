namespace Plumb.Simulation.Mutants;

/// <summary>Deliberate faults of the way from the control plane to the loop; as it ships there is none.</summary>
public sealed record IntakeFaults
{
    public bool TakesOlderOnes { get; init; }

    public bool TakesAnyAnswer { get; init; }

    public bool TakesPartsForAll { get; init; }

    public bool ForgetsRemovals { get; init; }

    /// <summary>The control plane leaves out what the agent was told before.</summary>
    public bool IsToldOnlyWhatChanged { get; init; }

    public bool WritesTheTargetFirst { get; init; }
}
