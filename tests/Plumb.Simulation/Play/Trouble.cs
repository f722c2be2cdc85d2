namespace Plumb.Simulation.Play;

/// <summary>Chance, as long as things go wrong.</summary>
public sealed class Trouble(Script script, Random random)
{
    /// <summary>Nothing goes wrong any more.</summary>
    public bool IsOver { get; set; }

    public bool Crashes() => Hits(script.Crash);

    /// <summary>Between two writes that belong together it is likelier: few moments are such, and they are the ones to try.</summary>
    public bool CrashesBetweenWrites() => Hits(script.Crash * 20);

    public bool LosesAnswer() => Hits(script.Loss);

    public bool DoublesAnswer() => Hits(script.Loss);

    public bool HidesObject() => Hits(script.Hidden);

    public bool FailsStep() => Hits(script.Failure);

    public bool Hits(double chance) => chance > 0 && !IsOver && random.NextDouble() < chance;
}
