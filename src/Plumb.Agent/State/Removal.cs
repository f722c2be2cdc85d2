using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.State;

/// <summary>A stack that this agent had and should have no more. Kept until a look found nothing of it.</summary>
/// <param name="Stack">As it was last desired: its policies still count.</param>
/// <param name="Marker">A person's deletion, which is its own permission; null when it went from the target state.</param>
internal sealed record Removal(TargetStack Stack, DeletionMarker? Marker)
{
    /// <summary>Of a stack that this agent does not remember: whatever carries its ownership goes.</summary>
    public static Removal Of(DeletionMarker marker) => new(
        new TargetStack
        {
            Id = marker.StackId,
            Name = marker.Path,
            Scope = marker.Scope,
            Path = marker.Path,
            Driver = "compose",
            Sequence = marker.Sequence,
            Checksum = null,
            Settings = new StackSettings(),
            DriftPolicy = DriftPolicy.Revert,
            ChangePolicy = ChangePolicy.Auto,
            RemoveEnabled = true,
        },
        marker);

    /// <summary>What is left of it may be taken away.</summary>
    public bool Allowed => Marker is not null ? !Marker.KeepRunning : Stack.RemoveEnabled;
}
