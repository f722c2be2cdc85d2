using Plumb.Compose.Engine;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

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

internal static class EngineEndings
{
    /// <summary>The value of an answer; an engine that is away ends the step as Unreachable, one that refuses as failed.</summary>
    /// <param name="doing">What was tried: <c>listing the containers of web</c>.</param>
    public static T Must<T>(this EngineAnswer<T> answer, string doing) => answer switch
    {
        EngineAnswer<T>.Ok ok => ok.Value,
        EngineAnswer<T>.Unreachable away => throw new StepEnding(new StepOutcome.Unreachable(away.Why)),
        _ => throw new StepEnding($"{doing} failed: {answer.Problem}"),
    };
}
