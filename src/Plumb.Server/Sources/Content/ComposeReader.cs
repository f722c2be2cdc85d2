using Plumb.Platform.Yaml;

namespace Plumb.Server.Sources.Content;

/// <summary>Reads what a compose file reaches for. What is not as Compose wants it is left for Compose to say.</summary>
/// <remarks>Source: the Compose Specification. The file was read with limits before Compose ever sees it.</remarks>
internal sealed class ComposeReader
{
    private readonly List<ComposeInclude> _includes = [];
    private readonly List<ComposeReference> _paths = [];

    /// <param name="file">For messages.</param>
    /// <exception cref="YamlRefusedException">It is no YAML, or over a limit.</exception>
    public static ComposeReferences Read(string file, ReadOnlySpan<byte> bytes)
    {
        var reader = new ComposeReader();
        foreach (var document in CappedYaml.Parse(file, bytes).OfType<YamlMapping>())
        {
            reader.Document(document);
        }

        return new(reader._includes, reader._paths);
    }

    private void Document(YamlMapping document)
    {
        foreach (var entry in Items(document["include"]))
        {
            Include(entry);
        }

        foreach (var (name, service) in Mappings(document["services"]))
        {
            Service($"services.{name}", service);
        }

        foreach (var (section, kind) in new[] { ("configs", ReferenceKind.Config), ("secrets", ReferenceKind.Secret) })
        {
            foreach (var (name, resource) in Mappings(document[section]))
            {
                Add(kind, $"{section}.{name}.file", resource["file"]);
            }
        }
    }

    private void Include(YamlNode entry)
    {
        if (entry is YamlScalar one)
        {
            _includes.Add(new([one.Value], null, [], one.Line));
        }
        else if (entry is YamlMapping longForm)
        {
            _includes.Add(new(
                [.. Texts(longForm["path"])],
                Texts(longForm["project_directory"]).FirstOrDefault(),
                [.. Texts(longForm["env_file"])],
                longForm.Line));
        }
    }

    private void Service(string key, YamlMapping service)
    {
        HostReach.Check(key, service);
        Add(ReferenceKind.Extends, $"{key}.extends.file", (service["extends"] as YamlMapping)?["file"]);
        foreach (var file in Items(service["env_file"]))
        {
            Add(ReferenceKind.EnvFile, $"{key}.env_file", file is YamlMapping longForm ? longForm["path"] : file);
        }

        foreach (var file in Items(service["label_file"]))
        {
            Add(ReferenceKind.LabelFile, $"{key}.label_file", file);
        }

        foreach (var volume in Items(service["volumes"]))
        {
            Volume($"{key}.volumes", volume);
        }

        Build($"{key}.build", service["build"]);
    }

    private void Volume(string key, YamlNode volume)
    {
        if (volume is YamlMapping longForm)
        {
            if (longForm["type"] is YamlScalar { Value: "bind" })
            {
                Add(ReferenceKind.BindMount, key, longForm["source"]);
            }
        }
        else if (volume is YamlScalar { Value: ['.', ..] or ['$', ..] } bind && Source(bind.Value) is { } source)
        {
            _paths.Add(new(ReferenceKind.BindMount, key, source, bind.Line));
        }
    }

    /// <summary>What stands before the colon that ends the source; one within <c>${…}</c> does not.</summary>
    private static string? Source(string volume)
    {
        var depth = 0;
        for (var at = 0; at < volume.Length; at++)
        {
            depth += volume[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (volume[at] == ':' && depth == 0)
            {
                return volume[..at];
            }
        }

        return null;
    }

    private void Build(string key, YamlNode? build)
    {
        if (build is not YamlMapping longForm)
        {
            Add(ReferenceKind.BuildContext, key, build);
            return;
        }

        Add(ReferenceKind.BuildContext, $"{key}.context", longForm["context"]);
        if (longForm["dockerfile"] is YamlScalar { IsNull: false } dockerfile)
        {
            // Counted from the context; one below it comes with the context, and is held to the checkout like any other.
            var context = (longForm["context"] as YamlScalar)?.Value ?? ".";
            var path = dockerfile.Value is ['/' or '~' or '$', ..] || dockerfile.Value.Contains('\\', StringComparison.Ordinal) ? dockerfile.Value : $"{context}/{dockerfile.Value}";
            _paths.Add(new(ReferenceKind.Dockerfile, $"{key}.dockerfile", path, dockerfile.Line));
        }

        foreach (var (name, value) in Named(longForm["additional_contexts"]))
        {
            Add(ReferenceKind.BuildContext, $"{key}.additional_contexts.{name}", value);
        }
    }

    private void Add(ReferenceKind kind, string key, YamlNode? value)
    {
        if (value is YamlScalar { IsNull: false } scalar)
        {
            _paths.Add(new(kind, key, scalar.Value, scalar.Line));
        }
    }

    /// <summary>The items of a list, or the one that stands in its place.</summary>
    private static IEnumerable<YamlNode> Items(YamlNode? node) => node switch
    {
        null or YamlScalar { IsNull: true } => [],
        YamlSequence list => list.Items,
        _ => [node],
    };

    private static IEnumerable<string> Texts(YamlNode? node) => Items(node).OfType<YamlScalar>().Select(s => s.Value);

    private static IEnumerable<(string Name, YamlMapping Value)> Mappings(YamlNode? node) =>
        (node as YamlMapping)?.Entries().Where(e => e.Value is YamlMapping).Select(e => (e.Key.Value, (YamlMapping)e.Value)) ?? [];

    /// <summary>A mapping, or a list of <c>NAME=VALUE</c>.</summary>
    private static IEnumerable<(string Name, YamlNode Value)> Named(YamlNode? node) => node switch
    {
        YamlMapping map => map.Entries().Select(e => (e.Key.Value, e.Value)),
        YamlSequence list => list.Items.OfType<YamlScalar>().Where(s => s.Value.Contains('=', StringComparison.Ordinal))
            .Select(s => (s.Value.Split('=')[0], (YamlNode)(s with { Value = s.Value[(s.Value.IndexOf('=', StringComparison.Ordinal) + 1)..] }))),
        _ => [],
    };
}
