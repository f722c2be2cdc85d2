using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Decisions;

namespace Plumb.Cli.Kinds;

internal static class DecisionKind
{
    public static Kind<DecisionView> Kind { get; } = new("decision", "decisions", () => ClientJson.Reading.PageDecisionView, () => ClientJson.Reading.DecisionView, d => d.Id,
    [
        new("ID", (d, _) => d.Id),
        new("STACK", (d, _) => d.Stack ?? d.StackId),
        new("CAUSE", (d, _) => d.Cause),
        new("OUTCOME", (d, _) => new(d.Outcome, ToneOf(d.Outcome))),
        new("STARTED", (d, now) => Age.Of(d.Started, now)),
        new("TOOK", (d, _) => Took(d.DurationSeconds)),
        new("DIFFERENCES", (d, _) => string.Join(',', d.Differences.Select(x => x.Kind).Distinct(StringComparer.Ordinal))),
        new("STEPS", (d, _) => string.Join(',', d.Steps.Select(s => s.Action)), Wide: true),
        new("HOLDS", (d, _) => string.Join(',', d.Holds.Select(h => h.Reason).Distinct(StringComparer.Ordinal)), Wide: true),
        new("AGENT", (d, _) => d.Agent, Wide: true),
        new("REVISION", (d, _) => StackKind.Short(d.Revision), Wide: true),
        new("ERROR", (d, _) => new(d.Steps.Select(s => s.Error).FirstOrDefault(e => e is not null) ?? "", Tone.Bad), Wide: true),
    ])
    {
        Newest = 100,
    };

    /// <summary>Seconds with one digit after the point below ten, whole above.</summary>
    public static string Took(double seconds) => seconds < 10 ? $"{seconds:0.0}s" : $"{seconds:0}s";

    private static Tone ToneOf(string outcome) => outcome switch
    {
        "succeeded" => Tone.Good,
        "failed" => Tone.Bad,
        _ => Tone.Busy,
    };
}
