using System.Text;
using Plumb.Cli.Configuration;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying;

/// <summary>Reads files, directories of them, or standard input. Every error of every document is told at once, and nothing is applied then.</summary>
internal sealed class ManifestReader(Surroundings surroundings, TextReader input)
{
    private static readonly string[] Keys = ["apiVersion", "kind", "metadata", "spec"];
    private static readonly string[] MetadataKeys = ["name", "publisher", "labels", "annotations"];

    private readonly List<Complaint> errors = [];

    /// <param name="from">Paths, or <c>-</c> for standard input.</param>
    /// <exception cref="UsageException">With every error there is.</exception>
    public IReadOnlyList<Manifest> Read(IReadOnlyList<string> from)
    {
        var read = from.SelectMany(Files).SelectMany(file => Documents(file.Name, file.Directory, file.Bytes)).ToList();
        foreach (var twice in read.GroupBy(manifest => manifest.Shown, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add(new(UsageCodes.ConfigKey, $"{twice.Key} is declared {twice.Count()} times: {string.Join(", ", twice.Select(manifest => manifest.Place))}"));
        }

        return errors.Count == 0 ? [.. read.OrderBy(manifest => Manifest.Kinds.ToList().IndexOf(manifest.Kind))] : throw new UsageException(errors);
    }

    private IEnumerable<(string Name, string Directory, byte[] Bytes)> Files(string from)
    {
        if (from == "-")
        {
            return [("standard input", surroundings.WorkingDirectory, Encoding.UTF8.GetBytes(input.ReadToEnd()))];
        }

        var path = Path.GetFullPath(from, surroundings.WorkingDirectory);
        try
        {
            var files = Directory.Exists(path)
                ? Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal).ToList()
                : [path];
            return [.. files.Select(file => (file, Path.GetDirectoryName(file)!, File.ReadAllBytes(file)))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(UsageCodes.ConfigFile, $"{from}: could not be read: {error.Message}"));
            return [];
        }
    }

    private IEnumerable<Manifest> Documents(string name, string directory, byte[] bytes)
    {
        try
        {
            return [.. CappedYaml.Parse(name, bytes).Where(node => node is not YamlScalar { IsNull: true }).Select(node => Of(node, directory, $"{name}:{node.Line}")).OfType<Manifest>()];
        }
        catch (YamlRefusedException refused)
        {
            errors.Add(new(UsageCodes.ConfigFile, refused.Message));
            return [];
        }
    }

    private Manifest? Of(YamlNode node, string directory, string place)
    {
        if (node is not YamlMapping root || !Known(root, Keys, place, ""))
        {
            return node is YamlMapping ? null : Wrong(place, $"{node.Kind}, where apiVersion, kind, metadata and spec must be");
        }

        if (Text(root, "apiVersion") != Manifest.Version)
        {
            return Wrong(place, $"apiVersion must be {Manifest.Version}");
        }

        var kind = Text(root, "kind") ?? "";
        if (!Manifest.Kinds.Contains(kind, StringComparer.Ordinal))
        {
            return Wrong(place, $"kind: '{kind}' must be one of {string.Join(", ", Manifest.Kinds)}{Closest.Hint(kind, Manifest.Kinds)}");
        }

        var (metadata, spec) = (root["metadata"] as YamlMapping, root["spec"] as YamlMapping);
        if ((metadata is not null && !Known(metadata, MetadataKeys, place, "metadata.")) || (spec is not null && !Known(spec, Specs.Keys(kind), place, "spec.")))
        {
            return null;
        }

        if (kind == "Target")
        {
            return spec is not null && Text(spec, "agent") is { } agent && Text(spec, "stack") is { } stack
                ? new(kind, $"{agent}/{stack}", Publisher: null, metadata, spec, directory, place)
                : Wrong(place, "a Target needs spec.agent and spec.stack");
        }

        return metadata is not null && Text(metadata, "name") is { } called
            ? new(kind, called, kind == "Stack" ? Text(metadata, "publisher") ?? "system" : null, metadata, spec, directory, place)
            : Wrong(place, "metadata.name is missing");
    }

    private bool Known(YamlMapping mapping, IReadOnlyList<string> known, string place, string prefix)
    {
        var strange = mapping.Entries().Where(entry => !known.Contains(entry.Key.Value, StringComparer.Ordinal)).ToList();
        foreach (var entry in strange)
        {
            errors.Add(new(UsageCodes.ConfigKey, $"{prefix}{entry.Key.Value} ({place}, line {entry.Key.Line}) is not known{Closest.Hint(entry.Key.Value, known)}; expected {string.Join(", ", known)}"));
        }

        return strange.Count == 0;
    }

    private Manifest? Wrong(string place, string what)
    {
        errors.Add(new(UsageCodes.ConfigValue, $"{place}: {what}"));
        return null;
    }

    private static string? Text(YamlMapping mapping, string key) => mapping[key] is YamlScalar { IsNull: false } scalar ? scalar.Value : null;
}
