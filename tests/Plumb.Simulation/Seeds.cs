namespace Plumb.Simulation;

/// <summary>
/// How many seeds are played, 120 unless told, and where they begin: <c>make simulate SEEDS=N FIRST=SEED</c>. One alone is told of at
/// length.
/// </summary>
public static class Seeds
{
    public static int Count { get; } = Number("PLUMB_SIMULATION_SEEDS", 120);

    public static IEnumerable<int> All => Enumerable.Range(Number("PLUMB_SIMULATION_FIRST", 0), Count);

    /// <summary>The command that plays a seed again.</summary>
    public static string Replay(int seed) => $"make simulate SEEDS=1 FIRST={seed}";

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text) : otherwise;
}
