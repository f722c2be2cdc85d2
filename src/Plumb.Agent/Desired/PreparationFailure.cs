using Plumb.Contracts.Targets;

namespace Plumb.Agent.Desired;

/// <summary>A stack that could not be prepared yet.</summary>
/// <param name="Count">Tries so far; at least 1.</param>
internal sealed record PreparationFailure(TargetStack Stack, int Count, string Error, DateTimeOffset LastAt, DateTimeOffset NextTryAt);
