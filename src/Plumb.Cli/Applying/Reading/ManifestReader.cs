using System.Text;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying.Reading;

/// <summary>Reads files, directories of them, or standard input. Every error of every document is told at once, and nothing is applied then.</summary>
internal sealed class ManifestReader(Surroundings surroundings)
{
    private readonly List<Complaint> errors = [];

    /// <param name="from">Paths, or <c>-</c> for standard input.</param>
    /// <returns>In the order in which they are applied; at least one.</returns>
    /// <exception cref="UsageException">With every error there is.</exception>
    public IReadOnlyList<Manifest> Read(IReadOnlyList<string> from)
    {
        var read = from.Distinct(StringComparer.Ordinal).SelectMany(Files).SelectMany(file => Documents(file.Name, file.Directory, file.Bytes)).ToList();
        foreach (var twice in read.GroupBy(manifest => manifest.Shown, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add(new(UsageCodes.ConfigKey, $"{twice.Key} is declared {twice.Count()} times: {string.Join(", ", twice.Select(manifest => manifest.Place))}"));
        }

        if (errors.Count == 0 && read.Count == 0)
        {
            errors.Add(new(UsageCodes.ConfigFile, $"there is no document in {string.Join(", ", from)}; a directory's .yaml and .yml files are read, and those of directories in it are not"));
        }

        // A stable sort: those of one kind stay in the order in which they stand.
        return errors.Count == 0 ? [.. read.OrderBy(manifest => Manifest.Kinds.ToList().IndexOf(manifest.Kind))] : throw new UsageException(errors);
    }

    private IEnumerable<(string Name, string Directory, byte[] Bytes)> Files(string from)
    {
        if (from == "-")
        {
            return [("standard input", surroundings.WorkingDirectory, Encoding.UTF8.GetBytes(surroundings.In().ReadToEnd()))];
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
            return [.. CappedYaml.Parse(name, bytes).Select((node, at) => (Node: node, Number: at + 1))
                .Where(document => document.Node is not YamlScalar { IsNull: true })
                .Select(document => DocumentReader.Read(new Checker(name, document.Number, directory, errors), document.Node)).OfType<Manifest>()];
        }
        catch (YamlRefusedException refused)
        {
            errors.Add(new(UsageCodes.ConfigFile, refused.Message));
            return [];
        }
    }
}
