namespace Plumb.Compose.Model;

/// <summary>The spec is a stack's last good deployment object, put back because the newest one failed: that one is held.</summary>
/// <param name="Sequence">Of the newest one, which failed.</param>
/// <param name="Why">What failed, in a line or more.</param>
/// <param name="Restored">The last good one was seen as it should be since: the way back is over, and the stack's policies count again.</param>
public sealed record RolledBack(long Sequence, string Why, bool Restored);
