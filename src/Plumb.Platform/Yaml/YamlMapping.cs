namespace Plumb.Platform.Yaml;

/// <summary>Keys and values, in the order in which they are written; each key once.</summary>
/// <param name="Own">Without what <c>&lt;&lt;</c> brings in; that key is among them.</param>
public sealed record YamlMapping(IReadOnlyList<YamlEntry> Own, int Line, int Column, string? Tag) : YamlNode(Line, Column, Tag)
{
    /// <summary>YAML's merge key.</summary>
    public const string Merge = "<<";

    public override string Kind => "a mapping";

    /// <summary>The value of a key, its own or merged in; null: there is no such key.</summary>
    public YamlNode? this[string key] => Find(key)?.Value;

    /// <summary>Its own entries and those that <c>&lt;&lt;</c> brings in, earlier ones first, as https://yaml.org/type/merge.html has it.</summary>
    public IEnumerable<YamlEntry> Entries() => WithMerged().DistinctBy(e => e.Key.Value, StringComparer.Ordinal);

    public YamlEntry? Find(string key) => WithMerged().FirstOrDefault(e => e.Key.Value == key);

    private IEnumerable<YamlEntry> WithMerged() =>
        Own.Where(e => !IsMerge(e)).Concat(Own.Where(IsMerge).SelectMany(e => Sources(e.Value)).SelectMany(m => m.WithMerged()));

    private static bool IsMerge(YamlEntry entry) => entry.Key is { Value: Merge, Plain: true };

    private static IEnumerable<YamlMapping> Sources(YamlNode merged) => merged switch
    {
        YamlMapping one => [one],
        YamlSequence many => many.Items.OfType<YamlMapping>(),
        _ => [],
    };
}

public sealed record YamlEntry(YamlScalar Key, YamlNode Value);
