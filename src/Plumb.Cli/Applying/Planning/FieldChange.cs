using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Cli.Applying.Planning;

/// <summary>A field that is not as it should be.</summary>
/// <param name="Field">The keys down to it, joined by dots.</param>
/// <param name="From">As JSON; null: it is not there.</param>
/// <param name="To">As JSON; null: it is to go.</param>
internal sealed record FieldChange(string Field, string? From, string? To)
{
    private static readonly JsonSerializerOptions Shown = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string ToString() => (From, To) switch
    {
        (null, _) => $"+ {Field}: {To}",
        (_, null) => $"- {Field}: {From}",
        _ => $"~ {Field}: {From} -> {To}",
    };

    /// <summary>What differs between two objects, by field; null and absent are the same.</summary>
    public static IReadOnlyList<FieldChange> Between(JsonObject? was, JsonObject? should)
    {
        var (before, after) = (Flat(was), Flat(should));
        return [.. before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(field => new FieldChange(field, before.GetValueOrDefault(field), after.GetValueOrDefault(field))).Where(change => change.From != change.To)];
    }

    private static Dictionary<string, string> Flat(JsonObject? of)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(flat, "", of);
        return flat;
    }

    private static void Add(Dictionary<string, string> flat, string path, JsonNode? node)
    {
        switch (node)
        {
            case null:
                break;
            case JsonObject inner:
                foreach (var (key, value) in inner)
                {
                    Add(flat, path.Length == 0 ? key : $"{path}.{key}", value);
                }

                break;
            default:
                flat[path] = node.ToJsonString(Shown);
                break;
        }
    }
}
