using Plumb.Kernel.Planning;

namespace Plumb.Workspaces.Execute;

/// <summary>Ends a step from deep within it with an outcome; never leaves the executor.</summary>
internal sealed class StepEnding : Exception
{
    public StepEnding(StepOutcome outcome)
        : base(outcome.ToString()) => Outcome = outcome;

    public StepEnding()
        : this(new StepOutcome.Failed("no reason was given"))
    {
    }

    public StepEnding(string message)
        : this(new StepOutcome.Failed(message))
    {
    }

    public StepEnding(string message, Exception inner)
        : base(message, inner) => Outcome = new StepOutcome.Failed(message);

    public StepOutcome Outcome { get; }
}

