using System.Globalization;
using System.Text.Json.Nodes;
using Plumb.Platform.Yaml;

namespace Plumb.Cli.Applying;

/// <summary>What a kind's spec may hold, and how YAML becomes the API's JSON.</summary>
internal static class Specs
{
    public static IReadOnlyList<string> Keys(string kind) => kind switch
    {
        "Publisher" or "Agent" => [],
        "Source" => ["repository", "revision", "directory", "poll", "discovery", "credentials", "agent"],
        "Stack" => ["driver", "selector", "policies", "content"],
        "Target" => ["agent", "stack"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>Plain words of YAML's core schema are what they look like; all else is text.</summary>
    public static JsonNode? Json(YamlNode? node) => node switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar { Plain: true, Value: "true" or "false" } truth => JsonValue.Create(truth.Value == "true"),
        YamlScalar { Plain: true } number when long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => JsonValue.Create(value),
        YamlScalar scalar => JsonValue.Create(scalar.Value),
        YamlSequence list => new JsonArray([.. list.Items.Select(Json)]),
        YamlMapping mapping => new JsonObject(mapping.Entries().Select(entry => KeyValuePair.Create(entry.Key.Value, Json(entry.Value)))),
        _ => throw new InvalidOperationException($"No such node: {node}."),
    };

    /// <summary>Every value as the text that was written: labels, and the values of annotations.</summary>
    public static JsonNode? Texts(YamlNode? node) => node switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar scalar => JsonValue.Create(scalar.Value),
        YamlSequence list => new JsonArray([.. list.Items.Select(Texts)]),
        YamlMapping mapping => new JsonObject(mapping.Entries().Select(entry => KeyValuePair.Create(entry.Key.Value, Texts(entry.Value)))),
        _ => throw new InvalidOperationException($"No such node: {node}."),
    };
}
