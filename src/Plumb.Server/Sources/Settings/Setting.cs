using System.Text.RegularExpressions;
using Plumb.Contracts.Naming;
using Plumb.Platform.Paths;
using Plumb.Platform.Yaml;
using Plumb.Server.Sources.Content;

namespace Plumb.Server.Sources.Settings;

/// <summary>One value of a settings file, read as what it must be.</summary>
/// <param name="File">For messages.</param>
/// <param name="Key">As it is written, with the keys above it: <c>health.timeout</c>.</param>
internal sealed partial record Setting(string File, string Key, YamlNode Node)
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(7);

    /// <summary>A mapping with none but these keys. A key without a value is as if it were not there.</summary>
    public T Object<T>(T value, IReadOnlyDictionary<string, Func<T, Setting, T>> keys)
    {
        var mapping = Node as YamlMapping ?? throw Wrong("settings.type", $"must be a mapping and is {Node.Kind}");
        foreach (var (key, node) in mapping.Entries().Select(e => (e.Key, e.Value)))
        {
            if (!keys.TryGetValue(key.Value, out var set))
            {
                throw new Setting(File, Under(key.Value), key).Wrong("settings.unknown-key", $"is not known; known are {string.Join(", ", keys.Keys)}");
            }

            if (node is not YamlScalar { IsNull: true })
            {
                value = set(value, new Setting(File, Under(key.Value), node));
            }
        }

        return value;
    }

    public IReadOnlyList<string> List(Func<Setting, string> item) => Node is YamlSequence list
        ? [.. list.Items.Select((n, i) => item(new Setting(File, $"{Key}[{i}]", n)))]
        : throw Wrong("settings.type", $"must be a list and is {Node.Kind}");

    public IReadOnlyDictionary<string, string> Map(Func<Setting, string> key, Func<Setting, string> value) => Node is YamlMapping map
        ? map.Entries().ToDictionary(e => key(new Setting(File, Under(e.Key.Value), e.Key)), e => value(new Setting(File, Under(e.Key.Value), e.Value)), StringComparer.Ordinal)
        : throw Wrong("settings.type", $"must be a mapping and is {Node.Kind}");

    public string Text() => Node switch
    {
        YamlScalar { IsNull: true } => throw Wrong("settings.value", "has no value; write '' for an empty one"),
        YamlScalar scalar when scalar.Value.Contains('\0', StringComparison.Ordinal) => throw Wrong("settings.value", "holds a NUL"),
        YamlScalar scalar => scalar.Value,
        _ => throw Wrong("settings.type", $"must be a single value and is {Node.Kind}"),
    };

    public bool Truth() => (Node as YamlScalar)?.Plain == true && Text() is var text && text is "true" or "True" or "TRUE" ? true
        : (Node as YamlScalar)?.Plain == true && Text() is "false" or "False" or "FALSE" ? false
        : throw Wrong("settings.value", $"is {Shown()}; allowed are true and false");

    public T OneOf<T>(params (string Word, T Value)[] allowed) =>
        Array.FindIndex(allowed, a => a.Word == Text()) is var at and >= 0
            ? allowed[at].Value
            : throw Wrong("settings.value", $"is {Shown()}; allowed are {string.Join(", ", allowed.Select(a => a.Word))}");

    public string Word(string only) => OneOf((only, only));

    public TimeSpan Duration() => Contracts.Json.Duration.TryParse(Text(), out var value) && value > TimeSpan.Zero && value <= LongestDuration
        ? value
        : throw Wrong("settings.value", $"is {Shown()}; it must be a duration such as 30s, 5m or 1h30m, at most 7d");

    public string Name() => NameRule.Holds(Text()) ? Text() : throw Wrong("settings.name", $"is {Shown()}; a name has {NameRule.Expected}");

    public string AnnotationValue() => NameRule.HoldsForValue(Text())
        ? Text()
        : throw Wrong("settings.value", "may have 256 characters and no control character");

    public string Selector() => Fleet.Selector.TryParse(Text(), out _, out var problem) ? Text() : throw Wrong("settings.value", $"is no selector: {problem.TrimEnd('.')}");

    public string Project() => ProjectName().IsMatch(Text())
        ? Text()
        : throw Wrong("settings.value", $"is {Shown()}; a Compose project name has 1 to 63 of a-z 0-9 _ -, beginning with a letter or digit");

    public string Profile() => ProfileName().IsMatch(Text()) ? Text() : throw Wrong("settings.value", $"is {Shown()}, which is no Compose profile's name");

    public string VariableName() => EnvironmentName().IsMatch(Text())
        ? Text()
        : throw Wrong("settings.name", $"is {Shown()}; a variable's name has letters, digits and _, not beginning with a digit");

    public string Path()
    {
        var text = Text();
        var rule = text.Length == 0 ? "path.empty" : text.Contains('\\', StringComparison.Ordinal) ? "path.backslash" : text[0] == '/' ? "path.absolute" : null;
        return rule is null ? text : throw Wrong(rule, $"is {Shown()}; {UntrustedPathException.Meaning(rule)}");
    }

    public string StackPath() => Text() is { Length: > 0 } text ? text : throw Wrong("settings.value", "is empty; it must be a stack's path");

    private StackRefusedException Wrong(string rule, string what) => new(File, rule, $"{File}:{Node.Line}:{Node.Column}: '{Key}' {what}. ({rule})");

    private string Under(string key) => Key == "the file" ? key : $"{Key}.{key}";

    private string Shown() => Node is YamlScalar scalar ? $"'{(scalar.Value.Length > 60 ? scalar.Value[..60] + "…" : scalar.Value)}'" : Node.Kind;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ProjectName();

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.-]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ProfileName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EnvironmentName();
}
