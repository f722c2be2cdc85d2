namespace Plumb.Simulation;

/// <summary>How many seeds are played: <c>SEEDS</c>, or 200. <c>FIRST_SEED</c> is where they begin: to replay one, that one and <c>SEEDS=1</c>.</summary>
public static class Seeds
{
    public static int Count { get; } = Number("SEEDS", 200);

    public static IEnumerable<int> All => Enumerable.Range(Number("FIRST_SEED", 0), Count);

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text) : otherwise;
}
