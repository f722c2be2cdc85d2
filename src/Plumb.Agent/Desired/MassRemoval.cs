namespace Plumb.Agent.Desired;

/// <summary>
/// More than half of an agent's stacks, and more than two, in one target state: that is more often a mistake than a wish. None of them goes before a
/// person says so.
/// </summary>
internal static class MassRemoval
{
    private const int Few = 2;

    /// <param name="vanished">How many went, without those that a person deleted by name.</param>
    /// <param name="held">How many there were.</param>
    public static bool Is(int vanished, int held) => vanished > Few && vanished * 2 > held;
}
