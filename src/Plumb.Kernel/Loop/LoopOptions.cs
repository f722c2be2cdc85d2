using Plumb.Kernel.Failures;

namespace Plumb.Kernel.Loop;

/// <summary>The numbers that govern one loop. Defaults are the documented ones.</summary>
public sealed record LoopOptions
{
    /// <summary>Time between sweeps; positive. Default 30 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Share of the interval by which a sweep moves at random, 0 to 0.5. Default 0.05.</summary>
    public double Jitter { get; init; } = 0.05;

    /// <summary>Runs at once; at least 1. Default 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Hints are listened to. Off, the sweep alone finds changes.</summary>
    public bool Hints { get; init; } = true;

    /// <summary>The name of the world that is swept, such as <c>compose:engine</c>; in alerts about the whole of it.</summary>
    public string World { get; init; } = "world";

    /// <summary>
    /// A look that has not answered by then counts as Unknown, and a step that has not answered by then after its own deadline
    /// counts as cancelled by it; the host must have ended it. Later answers are ignored. Default 60 s.
    /// </summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(60);

    public LadderOptions Ladder { get; init; } = new();

    public BreakerOptions Breaker { get; init; } = new();

    public ContestedOptions Contested { get; init; } = new();
}
