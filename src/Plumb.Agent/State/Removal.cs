using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.State;

/// <summary>A stack that this agent had and should have no more. Kept until a look found nothing of it.</summary>
/// <param name="Stack">As it was last desired: its policies still count, but for what the control plane says of them later.</param>
/// <param name="Marker">A person's deletion, which is its own permission; null when it went from the target state.</param>
internal sealed record Removal(TargetStack Stack, DeletionMarker? Marker)
{
    /// <summary>It went together with more than half of this agent's stacks: it stays until a person lets it go.</summary>
    public bool Massive { get; init; }

    /// <summary>When it was told; an acknowledgement from before is not for it.</summary>
    public DateTimeOffset Since { get; init; }

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
