namespace Plumb.Platform.Yaml;

/// <summary>How much YAML is read. An alias counts as all that it stands for.</summary>
/// <param name="Bytes">Of one file.</param>
/// <param name="Depth">Collections within collections.</param>
/// <param name="Nodes">Values, keys and collections of one file, aliases expanded.</param>
/// <param name="Aliases">Of one file, as written.</param>
public sealed record YamlLimits(int Bytes = 4 * 1024 * 1024, int Depth = 64, int Nodes = 100_000, int Aliases = 1_000)
{
    public static YamlLimits Default { get; } = new();
}
