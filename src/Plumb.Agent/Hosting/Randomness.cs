namespace Plumb.Agent.Hosting;

/// <summary>Numbers from 0 inclusive to 1 exclusive, from a seed: jitter needs no secrecy, and tests need repetition.</summary>
internal sealed class Randomness(int seed)
{
    private readonly Random random = new(seed);

    public double Next()
    {
        lock (random)
            return random.NextDouble();
    }
}
