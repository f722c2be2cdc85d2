namespace Plumb.Kernel.Planning;

/// <summary>How a step ended.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    public static StepOutcome Done { get; } = new Succeeded();

    public sealed record Succeeded(string? Note = null) : StepOutcome;

    /// <summary>It failed: counted on the ladder of the object and action, and by the world's breaker.</summary>
    /// <param name="Error">What was tried, what happened, what to do. Masked.</param>
    public sealed record Failed(string Error) : StepOutcome
    {
        /// <summary>Where the cause lies.</summary>
        public Fault Fault { get; init; }
    }

    /// <summary>The whole world went away under it. Not a failure of this object: nothing is counted on its ladder.</summary>
    public sealed record Unreachable(string Why) : StepOutcome;

    /// <summary>It was cancelled, by its deadline or by the agent's end. A deadline counts as a failure.</summary>
    public sealed record Cancelled(string Why, bool ByDeadline) : StepOutcome;
}
