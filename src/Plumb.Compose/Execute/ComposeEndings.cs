using Plumb.Compose.Cli;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Execute;

/// <summary>Ends of a run of Compose that are not about a single service.</summary>
internal static class ComposeEndings
{
    /// <param name="doing">What was tried: <c>bringing up web</c>.</param>
    public static StepEnding Of(ComposeRun run, string doing) => run switch
    {
        ComposeRun.Unreachable away => new(new StepOutcome.Unreachable(away.Why)),
        ComposeRun.DeadlinePassed late => new(new StepOutcome.Cancelled($"{doing} did not end within {late.After.TotalSeconds:0.#} s and was stopped", ByDeadline: true)),
        ComposeRun.NotStarted not => new($"{doing} failed: {not.Why}"),
        ComposeRun.Failed failed => new($"{doing} failed: {failed.Summary}"),
        _ => throw new ArgumentException($"Not an ending: {run}", nameof(run)),
    };
}
