namespace Plumb.Simulation.Rollback;

/// <summary>Deliberate faults of the way back; as it ships there is none.</summary>
public sealed record RollbackFaults
{
    /// <summary>What was given up is not on disk.</summary>
    public bool ForgetsWhatItGaveUp { get; init; }

    /// <summary>The stack goes back before that is on disk.</summary>
    public bool ActsBeforeItWrites { get; init; }

    /// <summary>Of what was good, the content is collected.</summary>
    public bool KeepsOnlyTheNewestContent { get; init; }

    /// <summary>That it runs is good enough.</summary>
    public bool TakesRunningForGood { get; init; }

    /// <summary>What failed is tried again with every answer of the control plane.</summary>
    public bool TriesAgainByItself { get; init; }
}
