using Plumb.Platform.Yaml;

namespace Plumb.Cli.Configuration;

/// <summary>A value of a configuration file, with its place.</summary>
/// <param name="Path">The keys down to it, joined by dots.</param>
/// <param name="Texts">One for a single value, any number for a list.</param>
internal sealed record FileEntry(string Path, IReadOnlyList<string> Texts, int Line);

/// <summary>Reads a configuration file as flat entries.</summary>
internal static class YamlFile
{
    /// <param name="pairs">Paths whose keys are not settings' but belong to the value, as <c>KEY=VALUE</c>.</param>
    /// <param name="errors">Errors are added to it.</param>
    public static IReadOnlyList<FileEntry> Read(string file, IReadOnlyCollection<string> pairs, List<Complaint> errors)
    {
        var entries = new List<FileEntry>();
        try
        {
            switch (CappedYaml.ParseOne(file, File.ReadAllBytes(file)))
            {
                case null:
                    break;
                case YamlMapping root:
                    Add(entries, "", root, file, pairs, errors);
                    break;
                case var other:
                    errors.Add(new(UsageCodes.ConfigFile, $"{file}:{other.Line}: {other.Kind}, where keys and values must be, such as 'interval: 30s'"));
                    break;
            }
        }
        catch (YamlRefusedException refused)
        {
            errors.Add(new(UsageCodes.ConfigFile, refused.Message));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(UsageCodes.ConfigFile, $"{file}: could not be read: {error.Message}"));
        }

        return entries;
    }

    private static void Add(List<FileEntry> entries, string prefix, YamlMapping mapping, string file, IReadOnlyCollection<string> pairs, List<Complaint> errors)
    {
        foreach (var (key, value) in mapping.Entries())
        {
            var path = prefix + key.Value;
            switch (value)
            {
                case YamlMapping inner when !pairs.Contains(path, StringComparer.Ordinal):
                    Add(entries, path + ".", inner, file, pairs, errors);
                    break;
                case YamlMapping inner when inner.Entries().All(e => e.Value is YamlScalar):
                    entries.Add(new(path, [.. inner.Entries().Select(e => $"{e.Key.Value}={((YamlScalar)e.Value).Value}")], key.Line));
                    break;
                case YamlSequence list when list.Items.All(item => item is YamlScalar):
                    entries.Add(new(path, [.. list.Items.Select(item => ((YamlScalar)item).Value)], key.Line));
                    break;
                case YamlScalar { IsNull: true }:
                    // A key without a value says nothing, as an empty variable does.
                    break;
                case YamlScalar scalar:
                    entries.Add(new(path, [scalar.Value], key.Line));
                    break;
                default:
                    errors.Add(new(UsageCodes.ConfigFile, $"{path} ({file}:{key.Line}): {value.Kind} of more than single values"));
                    break;
            }
        }
    }
}
