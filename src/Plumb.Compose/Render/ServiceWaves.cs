namespace Plumb.Compose.Render;

/// <summary>The order in which services may be applied.</summary>
internal static class ServiceWaves
{
    /// <summary>Waves, each sorted by name: a service comes after everything that it needs.</summary>
    /// <param name="needs">By service: the services that it needs; unknown names are as if they were not there.</param>
    /// <param name="cycle">Services that need each other; empty when there is an order.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IReadOnlyDictionary<string, IReadOnlySet<string>> needs, out IReadOnlyList<string> cycle)
    {
        var waves = new List<IReadOnlyList<string>>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        while (placed.Count < needs.Count)
        {
            var wave = needs
                .Where(s => !placed.Contains(s.Key) && s.Value.All(n => placed.Contains(n) || !needs.ContainsKey(n)))
                .Select(s => s.Key)
                .Order(StringComparer.Ordinal)
                .ToList();
            if (wave.Count == 0)
            {
                cycle = [.. needs.Keys.Where(s => !placed.Contains(s)).Order(StringComparer.Ordinal)];
                return [];
            }

            waves.Add(wave);
            placed.UnionWith(wave);
        }

        cycle = [];
        return waves;
    }
}
