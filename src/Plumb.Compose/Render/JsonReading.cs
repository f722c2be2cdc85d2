using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Compose.Render;

/// <summary>Reading a rendered model, in which versions of Compose write one value as a number or as text.</summary>
internal static class JsonReading
{
    private static readonly JsonObject Nothing = [];

    /// <summary>The map at a key; an empty one where there is none.</summary>
    public static JsonObject Map(this JsonObject? map, string key) => map?[key] as JsonObject ?? Nothing;

    public static IEnumerable<JsonNode> List(this JsonObject? map, string key) => (map?[key] as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>A scalar as text, <c>$</c> as it is meant; null where there is none.</summary>
    public static string? Text(this JsonNode? node) => node is not JsonValue value
        ? null
        : value.GetValueKind() == JsonValueKind.String ? PathRewrite.Undoubled(value.GetValue<string>()) : value.ToJsonString();

    public static string? Text(this JsonObject? map, string key) => map?[key].Text();

    public static bool Flag(this JsonObject? map, string key) => map?[key].Text() == "true";

    /// <summary>0 where there is none.</summary>
    /// <exception cref="FormatException">It is no whole number.</exception>
    public static long Number(this JsonObject? map, string key) =>
        map.Text(key) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;

    /// <summary>0 where there is none.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public static decimal Decimal(this JsonObject? map, string key) =>
        map.Text(key) is { } text ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : 0;

    /// <summary>Names and texts of a map of scalars.</summary>
    public static IReadOnlyDictionary<string, string> Texts(this JsonObject? map, string key) =>
        map.Map(key).ToDictionary(p => p.Key, p => p.Value.Text() ?? "", StringComparer.Ordinal);
}
