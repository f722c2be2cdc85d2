using System.Globalization;
using System.Text.Json.Nodes;

namespace Plumb.Cli.Configuration.Kinds;

/// <summary>A whole number within bounds, both included.</summary>
public sealed class NumberKind(int least, int most, int example) : SingleKind<int>
{
    public override string Expected => $"a whole number from {least} to {most}";

    public override string Called => "NUMBER";

    public override string Example => example.ToString(CultureInfo.InvariantCulture);

    public override JsonNode? Node(string text) => JsonValue.Create(int.Parse(text, CultureInfo.InvariantCulture));

    protected override bool TryRead(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    protected override string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
