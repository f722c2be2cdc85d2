namespace Plumb.Simulation.Play;

/// <summary>Chance, as long as things go wrong.</summary>
public sealed class Trouble(Script script, Random random)
{
    /// <summary>Nothing goes wrong any more.</summary>
    public bool IsOver { get; set; }

    public bool Crashes() => Hits(script.Crash);

    public bool LosesAnswer() => Hits(script.Loss);

    public bool DoublesAnswer() => Hits(script.Loss);

    public bool HidesObject() => Hits(script.Hidden);

    public bool FailsStep() => Hits(script.Failure);

    public bool Hits(double chance) => chance > 0 && !IsOver && random.NextDouble() < chance;
}
