using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Plumb.Cli.Configuration;

/// <summary>A value of a YAML file, with its place.</summary>
/// <param name="Path">The keys down to it, joined by dots.</param>
/// <param name="Texts">One for a single value, any number for a list.</param>
internal sealed record YamlEntry(string Path, IReadOnlyList<string> Texts, int Line);

/// <summary>Reads a configuration file as flat entries.</summary>
internal static class YamlFile
{
    /// <summary>Everything in the file; errors are added to the list.</summary>
    public static IReadOnlyList<YamlEntry> Read(string file, List<Complaint> errors)
    {
        var entries = new List<YamlEntry>();
        try
        {
            var stream = new YamlStream();
            using var reader = new StreamReader(file);
            stream.Load(reader);
            switch (stream.Documents)
            {
                case [] or [{ RootNode: YamlScalarNode { Value: null or "" } }]:
                    break;
                case [{ RootNode: YamlMappingNode root }]:
                    Add(entries, "", root);
                    break;
                default:
                    errors.Add(new(UsageCodes.ConfigFile, $"{file}: must be one document of keys and values, such as 'interval: 30s'"));
                    break;
            }
        }
        catch (YamlException error)
        {
            errors.Add(new(UsageCodes.ConfigFile, $"{file}:{error.Start.Line}: is not YAML: {error.Message}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(UsageCodes.ConfigFile, $"{file}: could not be read: {error.Message}"));
        }

        return entries;
    }

    private static void Add(List<YamlEntry> entries, string prefix, YamlMappingNode mapping)
    {
        foreach (var (key, value) in mapping.Children)
        {
            var path = prefix + key;
            switch (value)
            {
                case YamlMappingNode inner when path is not "agent.annotations":
                    Add(entries, path + ".", inner);
                    break;
                case YamlMappingNode inner:
                    entries.Add(new(path, [.. inner.Children.Select(p => $"{p.Key}={p.Value}")], (int)key.Start.Line));
                    break;
                case YamlSequenceNode list:
                    entries.Add(new(path, [.. list.Children.Select(c => c.ToString())], (int)key.Start.Line));
                    break;
                case YamlScalarNode { Value: { } text }:
                    entries.Add(new(path, [text], (int)key.Start.Line));
                    break;
            }
        }
    }
}
