namespace Plumb.Replicas.History;

/// <summary>A target state that an agent was told, by whichever control plane.</summary>
/// <param name="Agent">Which.</param>
/// <param name="Epoch">The epoch that versions count in.</param>
/// <param name="Version">Its version.</param>
/// <param name="Content">All of it.</param>
internal sealed record SeenState(string Agent, string Epoch, long Version, string Content);

/// <summary>What agents are told never goes back, and one version is one state.</summary>
internal static class SeenStates
{
    /// <param name="seen">Of each agent in the order in which it was told.</param>
    /// <returns>What is wrong; nothing: all is well.</returns>
    public static IEnumerable<string> Faults(IReadOnlyCollection<SeenState> seen)
    {
        foreach (var agent in seen.GroupBy(state => state.Agent, StringComparer.Ordinal))
        {
            foreach (var (before, after) in agent.Zip(agent.Skip(1)))
            {
                if (after.Epoch != before.Epoch)
                    yield return $"{agent.Key}: the epoch {before.Epoch} became {after.Epoch}.";
                else if (after.Version < before.Version)
                    yield return $"{agent.Key}: was told version {after.Version} after {before.Version}.";
            }

            foreach (var version in agent.GroupBy(state => (state.Epoch, state.Version)))
            {
                if (version.Select(state => state.Content).Distinct(StringComparer.Ordinal).ToList() is [var one, var other, ..])
                    yield return $"{agent.Key}: version {version.Key.Version} is {one} and {other}.";
            }
        }
    }
}
