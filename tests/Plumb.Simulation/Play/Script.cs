namespace Plumb.Simulation.Play;

/// <summary>What happens to hints on their way.</summary>
public enum HintFate
{
    Delivered,
    Dropped,
    Doubled,
    Unreliable,
}

/// <summary>The circumstances of one play, all drawn from its seed.</summary>
public sealed record Script
{
    public required int Seed { get; init; }

    /// <summary>Agents, each with a world of its own.</summary>
    public required int Agents { get; init; }

    /// <summary>Objects of each agent.</summary>
    public required int Objects { get; init; }

    /// <summary>The agents share one control plane: each object has an id of its own, and stays where it is.</summary>
    public bool OneEstate { get; init; }

    /// <summary>Draws what is desired in the end; null: what is desired when peace is made.</summary>
    public int? Ending { get; init; }

    /// <summary>How long things go wrong.</summary>
    public required TimeSpan Trouble { get; init; }

    public required HintFate Hints { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>Chance that the process dies just before it carries out a command.</summary>
    public required double Crash { get; init; }

    /// <summary>Chance that an answer is lost, and that it comes twice.</summary>
    public required double Loss { get; init; }

    /// <summary>Chance that a step fails, whole or half-way.</summary>
    public required double Failure { get; init; }

    /// <summary>Changes of what is desired, by people and pipelines.</summary>
    public required int Changes { get; init; }

    /// <summary>Times that somebody meddles with the world.</summary>
    public required int Meddlings { get; init; }

    public required int Outages { get; init; }

    public required int PartialLooks { get; init; }

    public required int ClockJumps { get; init; }

    public required int Kills { get; init; }

    public required int Asks { get; init; }

    public required int Storms { get; init; }

    /// <summary>Objects whose steps all fail for a while.</summary>
    public required int Broken { get; init; }

    public required int Fences { get; init; }

    public required int BreakersByHand { get; init; }

    /// <summary>Chance that a look at one object shows nothing.</summary>
    public required double Hidden { get; init; }

    public static Script Of(int seed)
    {
        var random = new Random(seed);
        bool Sometimes(double chance) => random.NextDouble() < chance;
        int UpTo(int most, double chance) => Sometimes(chance) ? random.Next(most + 1) : 0;
        return new()
        {
            Seed = seed,
            Agents = Sometimes(0.3) ? 2 + random.Next(2) : 1,
            Objects = 2 + random.Next(9),
            Trouble = TimeSpan.FromMinutes(4 + random.Next(16)),
            Hints = (HintFate)random.Next(4),
            Concurrency = 1 + random.Next(3),
            Crash = Sometimes(0.4) ? 0.01 * random.NextDouble() : 0,
            Loss = Sometimes(0.3) ? 0.03 * random.NextDouble() : 0,
            Failure = Sometimes(0.6) ? 0.3 * random.NextDouble() : 0,
            Changes = random.Next(25),
            Meddlings = random.Next(25),
            Outages = UpTo(4, 0.5),
            PartialLooks = UpTo(6, 0.5),
            ClockJumps = UpTo(3, 0.3),
            Kills = UpTo(4, 0.5),
            Asks = random.Next(12),
            Storms = UpTo(2, 0.2),
            Broken = UpTo(4, 0.5),
            Fences = UpTo(2, 0.2),
            BreakersByHand = UpTo(2, 0.2),
            Hidden = Sometimes(0.3) ? 0.2 * random.NextDouble() : 0,
        };
    }
}
