using Plumb.Kernel.Decisions;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Telemetry;

/// <summary>Facts as words of a log line or a metric's tag.</summary>
internal static class Words
{
    public static string Of(DecisionOutcome outcome) => Reporting.Views.Word(outcome.ToString());

    public static string Of(Difference d) =>
        $"{string.Join(' ', ((string?[])[d.Kind, d.Service, d.Field]).Where(part => !string.IsNullOrEmpty(part)))}: {d.Actual ?? "nothing"}, not {d.Desired ?? "nothing"}";

    public static string Of(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Succeeded => "succeeded",
        StepOutcome.Failed => "failed",
        StepOutcome.Unreachable => "unreachable",
        StepOutcome.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A step ended in an unknown way."),
    };

    /// <summary>What went wrong; null when nothing did.</summary>
    public static string? Error(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Succeeded => null,
        StepOutcome.Failed failed => failed.Error,
        StepOutcome.Unreachable away => away.Why,
        StepOutcome.Cancelled cancelled => cancelled.Why,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A step ended in an unknown way."),
    };

    /// <summary>The state of an object, in the few words that a metric bears.</summary>
    public static string State(ObjectStatus status) => status switch
    {
        { Seen: null or Seen.Unknown } => "unknown",
        { Differing: null, Holds.IsEmpty: true, Failures.IsEmpty: true } => "inSync",
        { Failures.IsEmpty: false } => "failing",
        { Holds.IsEmpty: false } => "held",
        _ => "different",
    };
}
