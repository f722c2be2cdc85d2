using System.Text.Json.Nodes;

namespace Plumb.Cli.Configuration.Kinds;

/// <summary>On or off.</summary>
public sealed class SwitchKind : SingleKind<bool>
{
    public override string Expected => "on or off (true and false, yes and no, 1 and 0 do as well)";

    public override string Example => "on";

    public override IReadOnlyList<string> Words => ["on", "off"];

    public override JsonNode? Node(string text) => JsonValue.Create(text == "on");

    protected override bool TryRead(string text, out bool value)
    {
        bool? read = text.ToLowerInvariant() switch
        {
            "on" or "true" or "yes" or "1" => true,
            "off" or "false" or "no" or "0" => false,
            _ => null,
        };
        value = read ?? false;
        return read is not null;
    }

    protected override string Text(bool value) => value ? "on" : "off";
}
