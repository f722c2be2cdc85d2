using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Cli.Applying.Reading;
using Plumb.Cli.Client;

namespace Plumb.Cli.Applying.Planning;

/// <summary>What a manifest says and what is there, in one shape, so that they can be compared field by field. What the manifest does not say is in neither.</summary>
internal static class Desired
{
    public static IReadOnlyList<FieldChange> Marks(Manifest manifest, JsonElement? own) =>
        FieldChange.Between(MarksOf(manifest.Metadata, ObjectOf(own)), MarksOf(manifest.Metadata, manifest.Metadata));

    /// <param name="mask">Hides what a repository's address may hold.</param>
    public static IReadOnlyList<FieldChange> Source(Manifest manifest, JsonElement? spec, Func<string, string> mask)
    {
        var should = Canonical(manifest.Spec, ClientJson.Reading.SourceSpec);
        should["repository"] = mask(should["repository"]!.GetValue<string>());
        var was = ObjectOf(spec);
        if (!manifest.Spec.ContainsKey("agent"))
        {
            // The control plane may have named its own.
            should.Remove("agent");
            was?.Remove("agent");
        }

        return FieldChange.Between(was, should);
    }

    public static IReadOnlyList<FieldChange> Stack(Manifest manifest, JsonElement? view)
    {
        var own = view is { } seen && seen.TryGetProperty("own", out var said) ? ObjectOf(said) : null;
        var (was, should) = (MarksOf(manifest.Metadata, own), MarksOf(manifest.Metadata, manifest.Metadata));
        if (manifest.Spec["driver"] is { } driver || view is null)
        {
            should["driver"] = manifest.Spec["driver"]?.DeepClone() ?? "compose";
            was["driver"] = view?.GetProperty("driver").GetString();
        }

        if (manifest.Spec["selector"] is { } selector)
        {
            should["selector"] = selector.GetValue<string>() is { Length: > 0 } text ? text : null;
            was["selector"] = own?["selector"]?.DeepClone();
        }

        if (manifest.Spec["policies"] is JsonObject policies)
        {
            should["policies"] = Canonical(policies, ClientJson.Reading.PolicyBody);
            was["policies"] = own?["policies"]?.DeepClone();
        }

        return FieldChange.Between(was, should);
    }

    /// <summary>With every default filled in, as the API shows it.</summary>
    private static JsonObject Canonical<T>(JsonObject said, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        (JsonObject)JsonSerializer.SerializeToNode(said.Deserialize(type)!, type)!;

    /// <summary>Those of <paramref name="of"/> that the manifest says anything of; labels in one order.</summary>
    private static JsonObject MarksOf(JsonObject said, JsonObject? of)
    {
        var marks = new JsonObject();
        if (said.ContainsKey("labels"))
        {
            var labels = (of?["labels"] as JsonArray ?? []).Select(label => label!.GetValue<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            marks["labels"] = labels.Count == 0 ? null : new JsonArray([.. labels.Select(label => JsonValue.Create(label))]);
        }

        if (said.ContainsKey("annotations"))
        {
            marks["annotations"] = of?["annotations"]?.DeepClone();
        }

        return marks;
    }

    private static JsonObject? ObjectOf(JsonElement? element) => element is { ValueKind: JsonValueKind.Object } there ? JsonObject.Create(there.Clone()) : null;
}
