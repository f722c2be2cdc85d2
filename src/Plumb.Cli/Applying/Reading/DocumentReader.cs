using System.Text.Json.Nodes;
using Plumb.Cli.Configuration;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying.Reading;

/// <summary>Reads one document as the thing that it declares.</summary>
internal static class DocumentReader
{
    private static readonly string[] Parts = ["apiVersion", "kind", "metadata", "spec"];

    /// <returns>Null where something is wrong with it: the checker was told.</returns>
    public static Manifest? Read(Checker checker, YamlNode node)
    {
        var before = checker.Errors.Count;
        if (node is not YamlMapping root)
        {
            checker.Expected(node, "the document", "apiVersion, kind, metadata and spec");
            return null;
        }

        foreach (var (key, _) in root.Entries().Where(entry => !Parts.Contains(entry.Key.Value, StringComparer.Ordinal)))
        {
            checker.Unknown(key, key.Value, Parts);
        }

        if (Word(root, "apiVersion") != Manifest.Version)
        {
            checker.Expected(root["apiVersion"] ?? Nothing(root), "apiVersion", Manifest.Version);
        }

        if (KindOf(checker, root) is not { } kind)
        {
            return null;
        }

        var metadata = KindShapes.Read(checker, root, "metadata", KindShapes.Metadata(kind));
        var spec = KindShapes.Read(checker, root, "spec", KindShapes.Spec(kind));
        return checker.Errors.Count == before ? Made(checker, kind, metadata, spec, root) : null;
    }

    private static string? KindOf(Checker checker, YamlMapping root)
    {
        var kind = Word(root, "kind");
        if (kind is not null && Manifest.Kinds.Contains(kind, StringComparer.Ordinal))
        {
            return kind;
        }

        if (kind is not null && Manifest.Later.Contains(kind, StringComparer.Ordinal))
        {
            checker.Wrong(root["kind"]!, "kind", $"is {kind}, which this version of Plumb has not: projects and tasks come later; there are {string.Join(", ", Manifest.Kinds)}");
            return null;
        }

        checker.Expected(root["kind"] ?? Nothing(root), "kind", $"one of {string.Join(", ", Manifest.Kinds)}{Closest.Hint(kind ?? "", Manifest.Kinds)}");
        return null;
    }

    private static Manifest Made(Checker checker, string kind, JsonObject metadata, JsonObject spec, YamlMapping root)
    {
        var name = kind == "Target" ? $"{spec["agent"]}/{spec["stack"]}" : Take(metadata, "name")!.GetValue<string>();
        var publisher = kind == "Stack" ? Take(metadata, "publisher")?.GetValue<string>() ?? "system" : null;
        return new(kind, name, publisher, metadata, spec, Take(spec, "content") as JsonObject, $"{checker.File}:{root.Line}");
    }

    private static JsonNode? Take(JsonObject from, string key) => from.Remove(key, out var value) ? value : null;

    private static string? Word(YamlMapping mapping, string key) => mapping[key] is YamlScalar { IsNull: false } scalar ? scalar.Value : null;

    private static YamlScalar Nothing(YamlMapping root) => new("", Plain: true, root.Line, root.Column, Tag: null);
}
