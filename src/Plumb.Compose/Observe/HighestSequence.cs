namespace Plumb.Compose.Observe;

/// <summary>The newest deployment object that any container of this instance was made from.</summary>
/// <param name="Sequence">0: there is no such container.</param>
/// <param name="Unknown">Why the engine could not be asked; null: it was.</param>
public sealed record HighestSequence(long Sequence, string? Unknown)
{
    public static HighestSequence None { get; } = new(0, Unknown: null);
}
