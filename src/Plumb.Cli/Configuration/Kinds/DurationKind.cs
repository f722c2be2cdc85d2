using Plumb.Contracts.Json;

namespace Plumb.Cli.Configuration.Kinds;

/// <summary>A duration with its unit, within bounds, both included.</summary>
public sealed class DurationKind(TimeSpan least, TimeSpan most, string example) : SingleKind<TimeSpan>
{
    public override string Expected => $"a duration from {Duration.Format(least)} to {Duration.Format(most)}";

    public override string Called => "DURATION";

    public override string Example => example;

    protected override bool TryRead(string text, out TimeSpan value) =>
        Duration.TryParse(text, out value) && value >= least && value <= most;

    protected override string Text(TimeSpan value) => Duration.Format(value);
}
