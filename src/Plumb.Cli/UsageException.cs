namespace Plumb.Cli;

/// <summary>One thing that is wrong with what was typed or configured, on one line.</summary>
/// <param name="Code">A word of <see cref="UsageCodes"/>.</param>
/// <param name="Text">What it is, what was expected, and an example.</param>
public sealed record Complaint(string Code, string Text)
{
    public override string ToString() => $"{Output.Clean.Line(Text)} [{Code}]";
}

/// <summary>Wrong use or wrong configuration: every complaint there is. Ends a command before it does anything, with exit code 2.</summary>
public sealed class UsageException(IReadOnlyList<Complaint> complaints) : Exception(string.Join('\n', complaints))
{
    public UsageException(string code, string text)
        : this([new(code, text)])
    {
    }

    public IReadOnlyList<Complaint> Complaints { get; } = complaints;
}

/// <summary>The stable codes of complaints; scripts may rely on each.</summary>
public static class UsageCodes
{
    public const string CommandUnknown = "command.unknown";

    public const string FlagUnknown = "flag.unknown";

    /// <summary>A flag is given twice, lacks its value, or has a wrong one.</summary>
    public const string FlagInvalid = "flag.invalid";

    /// <summary>A word is missing, or one is too many.</summary>
    public const string WordInvalid = "word.invalid";

    public const string KindUnknown = "kind.unknown";

    /// <summary>A setting has a wrong value.</summary>
    public const string ConfigValue = "config.value";

    /// <summary>A file has a key that is no setting, or one twice.</summary>
    public const string ConfigKey = "config.key";

    /// <summary>A configuration file cannot be read, or is not YAML.</summary>
    public const string ConfigFile = "config.file";
}
