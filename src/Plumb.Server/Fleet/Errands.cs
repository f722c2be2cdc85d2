using Plumb.Contracts.Targets;

namespace Plumb.Server.Fleet;

/// <summary>What an agent is told besides the stacks that it runs.</summary>
/// <param name="Breakers">What people ask of its circuit breakers.</param>
/// <param name="Removals">Removals that people let go.</param>
/// <param name="Deletions">Deletion markers that it has not confirmed.</param>
internal sealed record Errands(IReadOnlyList<BreakerRequest> Breakers, IReadOnlyList<RemovalAcknowledgement> Removals, IReadOnlyList<DeletionMarker> Deletions)
{
    public static Errands None { get; } = new([], [], []);
}
