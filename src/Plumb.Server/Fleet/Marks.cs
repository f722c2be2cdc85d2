namespace Plumb.Server.Fleet;

/// <summary>Labels and annotations of one thing: what its own file or configuration declares, and what people gave it besides.</summary>
internal static class Marks
{
    /// <summary>By name, each once.</summary>
    public static IReadOnlyList<string> Together(IReadOnlyList<string> declared, IReadOnlyList<string> given) =>
        given.Count == 0 ? declared : [.. declared.Union(given, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Where both have a key, what people gave wins.</summary>
    public static IReadOnlyDictionary<string, string> Together(IReadOnlyDictionary<string, string> declared, IReadOnlyDictionary<string, string> given)
    {
        if (given.Count == 0)
        {
            return declared;
        }

        var all = new SortedDictionary<string, string>(declared.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (key, value) in given)
        {
            all[key] = value;
        }

        return all;
    }
}
