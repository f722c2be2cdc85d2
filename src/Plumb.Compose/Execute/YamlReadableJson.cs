using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Compose.Execute;

/// <summary>
/// JSON for Compose, which reads it as YAML: there a pair of escaped surrogates is an error, so characters beyond the basic plane are written as
/// they are, which the platform's writer never does.
/// </summary>
internal static class YamlReadableJson
{
    private const int EscapeLength = 6;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(JsonNode node)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Plain))
            node.WriteTo(writer);
        var json = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        return Encoding.UTF8.GetBytes(json.Contains("\\uD", StringComparison.OrdinalIgnoreCase) ? WithPairs(json) : json);
    }

    private static string WithPairs(string json)
    {
        var text = new StringBuilder(json.Length);
        for (var at = 0; at < json.Length;)
        {
            if (json[at] != '\\')
            {
                text.Append(json[at++]);
            }
            else if (Escaped(json, at) is { } high && char.IsHighSurrogate(high) && Escaped(json, at + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                text.Append(high).Append(low);
                at += 2 * EscapeLength;
            }
            else
            {
                text.Append(json, at, 2);
                at += 2;
            }
        }

        return text.ToString();
    }

    private static char? Escaped(string json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            && int.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : null;
}
