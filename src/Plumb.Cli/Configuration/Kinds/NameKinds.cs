namespace Plumb.Cli.Configuration.Kinds;

/// <summary>The one rule for names, labels and annotation keys.</summary>
/// <remarks>Source: the design's reference: 1 to 63 of <c>a-z A-Z 0-9 . _ - /</c>, beginning and ending with a letter or digit.</remarks>
public static class NameRule
{
    public const string Expected = "1 to 63 of a-z A-Z 0-9 . _ - /, beginning and ending with a letter or digit";

    public static bool Holds(string text) =>
        text.Length is >= 1 and <= 63
        && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/');

    /// <summary>An annotation's value: to 256 characters, none of them a control character.</summary>
    public static bool HoldsForValue(string text) => text.Length <= 256 && !text.Any(char.IsControl);
}

/// <summary>A name of ours.</summary>
public sealed class NameKind(string example) : SingleKind<string?>
{
    public override string Expected => NameRule.Expected;

    public override string Called => "NAME";

    public override string Example => example;

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return NameRule.Holds(text);
    }

    protected override string Text(string? value) => value ?? "";
}

/// <summary>A set of labels.</summary>
public sealed class LabelsKind : ValueKind<IReadOnlyList<string>>
{
    public override string Expected => $"labels, each {NameRule.Expected}";

    public override string Called => "LABEL";

    public override string Example => "prod";

    public override bool Many => true;

    public override bool TryRead(IReadOnlyList<string> texts, out IReadOnlyList<string> value)
    {
        value = [.. texts.Distinct(StringComparer.Ordinal)];
        return value.All(NameRule.Holds);
    }

    public override IReadOnlyList<string> Write(IReadOnlyList<string> value) => value;
}

/// <summary>A set of annotations, each <c>KEY=VALUE</c>.</summary>
public sealed class AnnotationsKind : ValueKind<IReadOnlyDictionary<string, string>>
{
    public override string Expected => $"KEY=VALUE with a key of {NameRule.Expected}, and a value to 256 characters; each key once";

    public override string Called => "KEY=VALUE";

    public override string Example => "region=eu";

    public override bool Many => true;

    public override bool TryRead(IReadOnlyList<string> texts, out IReadOnlyDictionary<string, string> value)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        value = read;
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !NameRule.Holds(text[..equals]) || !NameRule.HoldsForValue(text[(equals + 1)..]) || !read.TryAdd(text[..equals], text[(equals + 1)..]))
                return false;
        }

        return true;
    }

    public override IReadOnlyList<string> Write(IReadOnlyDictionary<string, string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return [.. value.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")];
    }
}
