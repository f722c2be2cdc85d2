namespace Plumb.Compose.Plan;

/// <summary>Names in sentences.</summary>
internal static class Names
{
    private const int Most = 8;

    /// <summary>In the given order, cut where a sentence would get lost.</summary>
    public static string List(IReadOnlyList<string> names) => names.Count <= Most
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(Most - 1))} and {names.Count - Most + 1} more";

    public static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
