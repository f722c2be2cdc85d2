namespace Plumb.Cli.Configuration.Kinds;

/// <summary>Any text on one line.</summary>
public sealed class TextKind(string expected, string example, int longest = 256) : SingleKind<string?>
{
    public override string Expected => expected;

    public override string Called => "TEXT";

    public override string Example => example;

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return text.Length > 0 && text.Length <= longest && !text.Any(char.IsControl) && text[0] != '-';
    }

    protected override string Text(string? value) => value ?? "";
}

/// <summary>A path of this machine; relative ones are relative to the working directory and made absolute by who uses them.</summary>
public sealed class PathKind(string example) : SingleKind<string?>
{
    public override string Expected => "a path";

    public override string Called => "PATH";

    public override string Example => example;

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return text.Length > 0 && !text.Any(char.IsControl);
    }

    protected override string Text(string? value) => value ?? "";
}
