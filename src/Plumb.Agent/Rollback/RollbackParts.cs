using Plumb.Compose;
using Plumb.Platform.Failpoints;

namespace Plumb.Agent.Rollback;

/// <summary>What the book of last good objects asks and is told by.</summary>
/// <param name="VerdictOf">How a stack, by id, did at its newest look; null: it could not be seen, or was not looked at yet.</param>
/// <param name="Patience">Failures of unclear cause after which an object is given up: the ladder's rung of the alert.</param>
internal sealed record RollbackParts(Func<string, StackVerdict?> VerdictOf, int Patience, Failpoints Failpoints, TimeProvider Time);
