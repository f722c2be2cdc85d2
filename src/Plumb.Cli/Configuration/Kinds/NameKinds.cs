using Plumb.Contracts.Naming;

namespace Plumb.Cli.Configuration.Kinds;

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
