namespace Plumb.Simulation.Play;

/// <summary>An invariant was broken.</summary>
/// <param name="invariant">Its name: K1 to K12, or a word for what follows from several.</param>
/// <param name="what">Who did what.</param>
public sealed class InvariantException(string invariant, string what) : Exception($"{invariant}: {what}")
{
    public string Invariant { get; } = invariant;
}
